import type { FeatureName, Indicator } from './indicator.ts'
import { moneyFlowVolume } from './money-flow-volume.ts'

/**
 * Chaikin oscillator: the fast exponential average of the accumulation/distribution line minus the slow
 * one, in volume. As TA-Lib's ADOSC, whose averages start at the line's first value; those of
 * Stock.Indicators start at a simple mean, which is forgotten after some hundred candles.
 * `fastPeriod` is the shorter.
 */
export function chaikinOscillator(
  name: FeatureName,
  fastPeriod: number,
  slowPeriod: number,
): Indicator {
  const fastWeight = 2 / (fastPeriod + 1)
  const slowWeight = 2 / (slowPeriod + 1)
  return {
    names: [name],
    warmUp: slowPeriod,
    size: 3,
    update(state, from, candle, { count }, out, at) {
      const line = (state[from] as number) + moneyFlowVolume(candle)
      let fast = line
      let slow = line
      if (count > 1) {
        const fastBefore = state[from + 1] as number
        const slowBefore = state[from + 2] as number
        fast = fastBefore + fastWeight * (line - fastBefore)
        slow = slowBefore + slowWeight * (line - slowBefore)
      }
      state[from] = line
      state[from + 1] = fast
      state[from + 2] = slow
      out[at] = count < slowPeriod ? Number.NaN : fast - slow
    },
  }
}
