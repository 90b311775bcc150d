import { type AtrState, advanceAtr, createAtr } from './atr.ts'
import type { Indicator } from './indicator.ts'

export interface SupertrendState {
  readonly atr: AtrState
  started: boolean
  rising: boolean
  upper: number
  lower: number
  previousClose: number
}

/**
 * SuperTrend (Seban): a band `multiplier` average true ranges below the median price while the trend
 * rises, above it while it falls. A band only tightens until a close goes through it; a close beyond
 * the band of the trend turns it. The line is in price, the direction 1 (up) or −1 (down).
 * As TA-Lib's SUPERTREND has it: the trend begins as up, and a close on the band does not turn it.
 * Stock.Indicators begins on the side of the median price where the close is, and turns on the band.
 */
export function supertrend(period: number, multiplier: number): Indicator<SupertrendState> {
  return {
    names: ['supertrend', 'supertrend_direction'],
    warmUp: period + 1,
    create: () => ({
      atr: createAtr(),
      started: false,
      rising: true,
      upper: 0,
      lower: 0,
      previousClose: 0,
    }),
    update(state, candle, out, at) {
      out[at] = Number.NaN
      out[at + 1] = Number.NaN
      const range = advanceAtr(state.atr, period, candle)
      if (range === null) return
      const median = (candle.high + candle.low) / 2
      const reach = multiplier * range
      tighten(state, median + reach, median - reach)
      if (state.rising ? candle.close < state.lower : candle.close > state.upper)
        state.rising = !state.rising
      state.previousClose = candle.close
      out[at] = state.rising ? state.lower : state.upper
      out[at + 1] = state.rising ? 1 : -1
    },
  }
}

/** Takes a new band where it is the tighter one, or where the close before had gone through the old. */
function tighten(state: SupertrendState, upper: number, lower: number): void {
  const { started, previousClose } = state
  state.started = true
  if (!started || upper < state.upper || previousClose > state.upper) state.upper = upper
  if (!started || lower > state.lower || previousClose < state.lower) state.lower = lower
}
