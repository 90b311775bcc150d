import { stopZone } from '../hit-zone.ts'
import { sideSign } from '../levels.ts'
import type { Stop } from '../position.ts'
import { isAtOrBelow } from '../price-order.ts'
import { type OpenPosition, priceAtR } from './initial-risk.ts'

export interface BreakEven {
  /** `exits.break_even.atR`: the profit that moves the stop, R (multiples of the initial risk). */
  readonly atR: number
}

export const breakEvenDefaults: BreakEven = { atR: 1 }

/**
 * Once the best price has won `atR`, the stop stands at the entry plus the costs of both sides, per
 * cent of notional; funding is not among them. Where the risk is so small that the price would
 * count as hitting this stop at once, it waits until the price has left it behind.
 */
export function breakEven(
  open: OpenPosition,
  policy: BreakEven,
  { costsPct, tolerance }: { readonly costsPct: number; readonly tolerance: number },
): Stop | null {
  const { side, entryPrice, best } = open
  if (!isAtOrBelow(side, priceAtR(open, policy.atR), best)) return null
  const price = entryPrice * (1 + (sideSign(side) * costsPct) / 100)
  if (isAtOrBelow(side, best, stopZone(side, price, tolerance))) return null
  return { price, reason: 'break_even' }
}
