import type { SymbolLedger } from '../ledger/symbol-ledger.ts'
import { noAsk, noBid } from '../market/order-book.ts'
import type { Units } from './units.ts'

export type Level = readonly [price: string, quantity: string]

/** The best levels of both sides, best first. */
export function levelsOf(
  { market: { floor } }: SymbolLedger,
  count: number,
  units: Units,
): { readonly bids: readonly Level[]; readonly asks: readonly Level[] } {
  const { book } = floor
  const bids: Level[] = []
  const asks: Level[] = []
  for (let tick = book.bestBid; tick !== noBid && bids.length < count; tick = book.below(tick)) {
    bids.push([units.price(tick), units.quantity(book.lotsAt(tick))])
  }
  for (let tick = book.bestAsk; tick !== noAsk && asks.length < count; tick = book.above(tick)) {
    asks.push([units.price(tick), units.quantity(book.lotsAt(tick))])
  }
  return { bids, asks }
}

/** Price and quantity of the best bid and ask; zeros where there is none. */
export function bestOf({ market: { floor } }: SymbolLedger, units: Units) {
  const { bestBid, bestAsk } = floor.book
  const bid = bestBid === noBid ? 0 : bestBid
  const ask = bestAsk === noAsk ? 0 : bestAsk
  return {
    bidPrice: units.price(bid),
    bidQty: units.quantity(bid === 0 ? 0 : floor.book.lotsAt(bid)),
    askPrice: units.price(ask),
    askQty: units.quantity(ask === 0 ? 0 : floor.book.lotsAt(ask)),
  }
}
