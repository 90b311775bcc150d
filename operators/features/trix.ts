import type { FeatureName, Indicator } from './indicator.ts'
import { advanceTriple, createTripleAverage, type TripleAverage } from './triple-average.ts'

/**
 * TRIX (Hutson, 1983): the rate of change, per cent a candle, of a triply smoothed close. Each average is
 * seeded with the mean of its own first `period` inputs, as TA-Lib has it; Stock.Indicators seeds all at
 * once, and the two meet as the seeds fade.
 */
export function trix(name: FeatureName, period: number): Indicator<TripleAverage> {
  return {
    names: [name],
    warmUp: 3 * period - 1,
    create: createTripleAverage,
    update(average, candle, out, at) {
      out[at] = Number.NaN
      const { third } = average
      const before = third.value
      const known = third.count === period
      if (!advanceTriple(average, period, candle.close)) return
      if (known) out[at] = before === 0 ? 0 : (third.value / before - 1) * 100
    },
  }
}
