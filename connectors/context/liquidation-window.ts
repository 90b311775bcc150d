import type { Liquidation } from '../binance/stream-message.ts'
import type { Observation } from './adapter.ts'

interface Minute {
  readonly startMs: number
  longs: number
  shorts: number
}

const minuteMs = 60_000
const windowMinutes = 60

/**
 * Of each symbol, what was liquidated within an hour, as `liquidations`: −1 where all of it were longs, 1 where all were shorts, by notional. Told once a
 * minute, where there was any.
 */
export class LiquidationWindow {
  private readonly minutes = new Map<string, Minute[]>()

  add({ symbol, eventMs, side, price, quantity }: Liquidation): void {
    const known = this.minutes.get(symbol) ?? []
    this.minutes.set(symbol, known)
    const startMs = eventMs - (eventMs % minuteMs)
    let minute = known.find((one) => one.startMs === startMs)
    if (minute === undefined) {
      minute = { startMs, longs: 0, shorts: 0 }
      known.push(minute)
    }
    if (side === 'SELL') minute.longs += price * quantity
    else minute.shorts += price * quantity
  }

  /** As of a time: of the sixty minutes that ended before it. */
  observe(nowMs: number): Observation[] {
    const endMs = nowMs - (nowMs % minuteMs)
    const observations: Observation[] = []
    for (const [symbol, minutes] of this.minutes) {
      const kept = minutes.filter(({ startMs }) => startMs >= endMs - windowMinutes * minuteMs)
      this.minutes.set(symbol, kept)
      let longs = 0
      let shorts = 0
      for (const minute of kept) {
        if (minute.startMs >= endMs) continue
        longs += minute.longs
        shorts += minute.shorts
      }
      if (longs + shorts === 0) continue
      const value = (shorts - longs) / (shorts + longs)
      const detail = `longs ${longs.toFixed(0)}, shorts ${shorts.toFixed(0)}`
      observations.push({ symbol, kind: 'liquidations', value, eventMs: endMs, detail })
    }
    return observations
  }
}
