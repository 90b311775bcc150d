import type { FeatureName, Indicator } from './indicator.ts'
import { createExtreme, highest, lowest, type RollingExtreme } from './rolling-extreme.ts'

export interface WilliamsRState {
  readonly highs: RollingExtreme
  readonly lows: RollingExtreme
  count: number
}

/** Williams %R, −100 to 0; 0 where the range is. */
export function williamsR(name: FeatureName, period: number): Indicator<WilliamsRState> {
  return {
    names: [name],
    warmUp: period,
    create: () => ({ highs: createExtreme(period), lows: createExtreme(period), count: 0 }),
    update(state, candle, out, at) {
      out[at] = Number.NaN
      const high = highest(state.highs, candle.high)
      const low = lowest(state.lows, candle.low)
      if (state.count < period) state.count += 1
      if (state.count < period) return
      const percent = (high - low) / -100
      out[at] = percent === 0 ? 0 : (high - candle.close) / percent
    },
  }
}
