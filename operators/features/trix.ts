import { averageOf, exponentialSize } from './exponential-average.ts'
import type { FeatureName, Indicator } from './indicator.ts'
import { advanceTriple, tripleSize } from './triple-average.ts'

/**
 * TRIX (Hutson, 1983): the rate of change, per cent a candle, of a triply smoothed close. Each average is
 * seeded with the mean of its own first `period` inputs, as TA-Lib has it; Stock.Indicators seeds all at
 * once, and the two meet as the seeds fade.
 */
export function trix(name: FeatureName, period: number): Indicator {
  return {
    names: [name],
    warmUp: 3 * period - 1,
    size: tripleSize,
    update(state, from, candle, { count }, out, at) {
      const before = averageOf(state, from + 2 * exponentialSize)
      const third = advanceTriple(state, from, period, candle.close)
      out[at] = count < 3 * period - 1 ? Number.NaN : before === 0 ? 0 : (third / before - 1) * 100
    },
  }
}
