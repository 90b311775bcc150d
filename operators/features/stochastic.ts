import type { Indicator } from './indicator.ts'
import { createExtreme, highest, lowest, type RollingExtreme } from './rolling-extreme.ts'
import { createWindow, push, type RollingWindow, sumOf } from './rolling-window.ts'

export interface StochasticState {
  readonly highs: RollingExtreme
  readonly lows: RollingExtreme
  readonly fast: RollingWindow
  readonly slow: RollingWindow
  count: number
}

/**
 * Slow stochastic, both smoothings simple means. Fast %K is 0 where the range is. Both lines begin
 * together, where %D has its first value.
 */
export function stochastic(
  fastPeriod: number,
  slowPeriod: number,
  signalPeriod: number,
): Indicator<StochasticState> {
  return {
    names: ['stochastic_k', 'stochastic_d'],
    warmUp: fastPeriod + slowPeriod + signalPeriod - 2,
    create: () => ({
      highs: createExtreme(fastPeriod),
      lows: createExtreme(fastPeriod),
      fast: createWindow(slowPeriod),
      slow: createWindow(signalPeriod),
      count: 0,
    }),
    update(state, candle, out, at) {
      out[at] = Number.NaN
      out[at + 1] = Number.NaN
      const high = highest(state.highs, candle.high)
      const low = lowest(state.lows, candle.low)
      if (state.count < fastPeriod) state.count += 1
      if (state.count < fastPeriod) return
      const percent = (high - low) / 100
      if (!push(state.fast, percent === 0 ? 0 : (candle.close - low) / percent)) return
      const k = sumOf(state.fast) / slowPeriod
      if (!push(state.slow, k)) return
      out[at] = k
      out[at + 1] = sumOf(state.slow) / signalPeriod
    },
  }
}
