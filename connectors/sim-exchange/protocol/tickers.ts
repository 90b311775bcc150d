import type { SymbolLedger } from '../ledger/symbol-ledger.ts'
import { bestOf } from './depth.ts'
import { foldedCandle } from './klines.ts'
import type { Units, Venue } from './units.ts'

const minuteMs = 60_000
const dayMs = 86_400_000

/** The last 24 hours, by whole minutes. */
export function dayTicker(ledger: SymbolLedger, nowMs: number, units: Units, venue: Venue) {
  const { candles, listing, market, trades } = ledger
  const openMs = nowMs - (nowMs % minuteMs) + minuteMs - dayMs
  const day = foldedCandle(candles, openMs, dayMs)
  const last = trades.at(trades.lastId)
  const lastTick = last?.tick ?? listing.startTicks
  const openTick = day?.open ?? lastTick
  const lots = day?.lots ?? 0
  const mean = lots > 0 ? (day?.turnover ?? 0) / lots : lastTick
  const row = {
    symbol: listing.symbol,
    priceChange: units.price(lastTick - openTick),
    priceChangePercent: ((lastTick / openTick - 1) * 100).toFixed(3),
    weightedAvgPrice: units.finePrice(mean),
    lastPrice: units.price(lastTick),
    lastQty: units.quantity(last?.lots ?? 0),
    openPrice: units.price(openTick),
    highPrice: units.price(day?.high ?? lastTick),
    lowPrice: units.price(day?.low ?? lastTick),
    volume: units.quantity(lots),
    quoteVolume: units.turnover(day?.turnover ?? 0),
    openTime: openMs,
    closeTime: nowMs,
    firstId: day?.firstTradeId ?? -1,
    lastId: trades.lastId,
    count: day?.trades ?? 0,
  }
  if (venue === 'futures') return row
  const before = candles.closeBefore(dayMs / minuteMs)
  const best = bestOf(ledger, units)
  return { ...row, prevClosePrice: units.price(before || market.floor.lastTick), ...best }
}
