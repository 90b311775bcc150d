import type { Indicator } from './indicator.ts'
import { createExtreme, highest, lowest, type RollingExtreme } from './rolling-extreme.ts'

export interface DonchianState {
  readonly highs: RollingExtreme
  readonly lows: RollingExtreme
  count: number
}

/**
 * Donchian channel: the highest high and the lowest low of the newest `period` candles and what lies
 * midway, in price. As TA-Lib's DONCHIAN; Stock.Indicators leaves the newest candle out.
 */
export function donchian(period: number): Indicator<DonchianState> {
  return {
    names: ['donchian_upper', 'donchian_middle', 'donchian_lower'],
    warmUp: period,
    create: () => ({ highs: createExtreme(period), lows: createExtreme(period), count: 0 }),
    update(state, candle, out, at) {
      out[at] = Number.NaN
      out[at + 1] = Number.NaN
      out[at + 2] = Number.NaN
      const high = highest(state.highs, candle.high)
      const low = lowest(state.lows, candle.low)
      if (state.count < period) state.count += 1
      if (state.count < period) return
      out[at] = high
      out[at + 1] = (high + low) / 2
      out[at + 2] = low
    },
  }
}
