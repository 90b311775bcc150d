import type { Tick } from '../../schemas/contracts.generated.ts'

export const priceMax = 1_000_000

/** What is wrong with a trade's numbers, or undefined. */
export function tradeFault(
  trade: Tick,
): { readonly rule: string; readonly reason: string } | undefined {
  const { price, quantity, trade_id: id } = trade
  if (!(price > 0 && price < priceMax)) {
    return { rule: 'price', reason: `price was ${price}; it must lie between 0 and ${priceMax}` }
  }
  if (!(quantity >= 0 && quantity < Number.POSITIVE_INFINITY)) {
    return { rule: 'quantity', reason: `quantity was ${quantity}; it must not be negative` }
  }
  // Cheaper than Number.isSafeInteger, in the hottest step there is.
  if (!(id >= 0 && id <= Number.MAX_SAFE_INTEGER && Math.floor(id) === id)) {
    return { rule: 'trade-id', reason: `trade id was ${id}; it must be a whole number from 0 on` }
  }
  return undefined
}

/** Whether a price is so far from the last good one that it is not believed at once. */
export function isJump(price: number, goodPrice: number, jumpMax: number): boolean {
  return Math.abs(price - goodPrice) > jumpMax * goodPrice
}
