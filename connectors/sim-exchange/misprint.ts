import type { Trade } from './ledger/trade-ring.ts'

/** A wrong price, for so large a share of trades; which ones they are, their ids decide. The exchange's books know the right one. */
export function misprinted(trade: Trade, share: number): Trade {
  if (share === 0) return trade
  const chance = (Math.imul(trade.id, 0x9e37_79b1) >>> 0) / 0x1_0000_0000
  if (chance >= share) return trade
  const tick = trade.id % 2 === 0 ? trade.tick * 10 : Math.round(trade.tick / 10)
  return { ...trade, tick }
}
