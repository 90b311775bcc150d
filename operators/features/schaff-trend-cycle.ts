import {
  advanceExponential,
  createExponentialAverage,
  type ExponentialAverage,
} from './exponential-average.ts'
import type { FeatureName, Indicator } from './indicator.ts'
import { createExtreme, highest, lowest, type RollingExtreme } from './rolling-extreme.ts'
import { createWindow, push, type RollingWindow, sumOf } from './rolling-window.ts'

const smoothPeriod = 3

/** Of the price: a range of the line below it is what rounding leaves of a price that stands still. */
const roundingMost = 1e-12

export interface SchaffTrendCycleState {
  readonly fast: ExponentialAverage
  readonly slow: ExponentialAverage
  readonly highs: RollingExtreme
  readonly lows: RollingExtreme
  readonly places: RollingWindow
  count: number
}

/**
 * Schaff trend cycle: where the MACD line stands between its lowest and highest of `cyclePeriod` candles,
 * 0 to 100, the simple mean of three; 0 where the line has no range. As Stock.Indicators, which takes the
 * stochastic once; Schaff's own takes it twice and smooths each by half the step. Each average is seeded
 * on its own first closes. `fastPeriod` is the shorter.
 */
export function schaffTrendCycle(
  name: FeatureName,
  cyclePeriod: number,
  fastPeriod: number,
  slowPeriod: number,
): Indicator<SchaffTrendCycleState> {
  return {
    names: [name],
    warmUp: slowPeriod + cyclePeriod + smoothPeriod - 2,
    create: () => ({
      fast: createExponentialAverage(),
      slow: createExponentialAverage(),
      highs: createExtreme(cyclePeriod),
      lows: createExtreme(cyclePeriod),
      places: createWindow(smoothPeriod),
      count: 0,
    }),
    update(state, candle, out, at) {
      out[at] = Number.NaN
      advanceExponential(state.fast, fastPeriod, candle.close)
      if (!advanceExponential(state.slow, slowPeriod, candle.close)) return
      const line = state.fast.value - state.slow.value
      const high = highest(state.highs, line)
      const low = lowest(state.lows, line)
      if (state.count < cyclePeriod) state.count += 1
      if (state.count < cyclePeriod) return
      const range = high - low
      const still = range <= roundingMost * state.slow.value
      if (!push(state.places, still ? 0 : (100 * (line - low)) / range)) return
      out[at] = sumOf(state.places) / smoothPeriod
    },
  }
}
