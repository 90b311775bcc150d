import type { Tick } from '../../schemas/contracts.generated.ts'

/**
 * The trades seen in one stretch of ids, for telling a duplicate from another trade under the same
 * id. Three numbers a trade: price, quantity, event time; no price where the id was not seen.
 */
export const idsPerBlock = 256
const numbersPerTrade = 3

export type SeenBlock = Float64Array

export function emptyBlock(): SeenBlock {
  return new Float64Array(idsPerBlock * numbersPerTrade)
}

export type Sighting = 'new' | 'duplicate' | 'conflict'

/** Looks a trade up in the block of its id, and writes it down when it is new. */
export function sight(block: SeenBlock, trade: Tick): Sighting {
  const at = (trade.trade_id % idsPerBlock) * numbersPerTrade
  const price = block[at]
  if (price === undefined || !(price > 0)) {
    block[at] = trade.price
    block[at + 1] = trade.quantity
    block[at + 2] = trade.event_time
    return 'new'
  }
  return price === trade.price &&
    block[at + 1] === trade.quantity &&
    block[at + 2] === trade.event_time
    ? 'duplicate'
    : 'conflict'
}
