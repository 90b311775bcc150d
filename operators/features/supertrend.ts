import { advanceAtr, atrSize } from './atr.ts'
import type { Indicator } from './indicator.ts'

/** What is kept behind the average range, by place. */
const place = {
  /** 1 rising, −1 falling; 0 while there was no band. */
  direction: atrSize,
  upper: atrSize + 1,
  lower: atrSize + 2,
} as const

/**
 * SuperTrend (Seban): a band `multiplier` average true ranges below the median price while the trend
 * rises, above it while it falls. A band only tightens until a close goes through it; a close beyond
 * the band of the trend turns it. The line is in price, the direction 1 (up) or −1 (down).
 * As TA-Lib's SUPERTREND has it: the trend begins as up, and a close on the band does not turn it.
 * Stock.Indicators begins on the side of the median price where the close is, and turns on the band.
 */
export function supertrend(period: number, multiplier: number): Indicator {
  return {
    names: ['supertrend', 'supertrend_direction'],
    warmUp: period + 1,
    size: atrSize + 3,
    update(state, from, { high, low, close }, history, out, at) {
      out[at] = Number.NaN
      out[at + 1] = Number.NaN
      const range = advanceAtr(state, from, period, history)
      if (Number.isNaN(range)) return
      const median = (high + low) / 2
      const reach = multiplier * range
      tighten(state, from, median + reach, median - reach, history.previousClose)
      const upper = state[from + place.upper] as number
      const lower = state[from + place.lower] as number
      const rising = state[from + place.direction] === -1 ? close > upper : close >= lower
      state[from + place.direction] = rising ? 1 : -1
      out[at] = rising ? lower : upper
      out[at + 1] = rising ? 1 : -1
    },
  }
}

/** Takes a new band where it is the tighter one, or where the close before had gone through the old. */
function tighten(
  state: Float64Array,
  from: number,
  upper: number,
  lower: number,
  previousClose: number,
): void {
  const first = state[from + place.direction] === 0
  const upperBefore = state[from + place.upper] as number
  const lowerBefore = state[from + place.lower] as number
  if (first || upper < upperBefore || previousClose > upperBefore) state[from + place.upper] = upper
  if (first || lower > lowerBefore || previousClose < lowerBefore) state[from + place.lower] = lower
}
