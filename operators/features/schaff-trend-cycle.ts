import { advanceExponential, exponentialSize } from './exponential-average.ts'
import type { FeatureName, Indicator } from './indicator.ts'
import { push, windowSize } from './rolling-window.ts'
import { extremeSize, highest, lowest } from './window-extreme.ts'
import { sumOfNewest } from './window-sum.ts'

const smoothPeriod = 3

/** Of the price: a range of the line below it is what rounding leaves of a price that stands still. */
const roundingMost = 1e-12

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
): Indicator {
  const linesAt = 2 * exponentialSize
  const placesAt = linesAt + 2 * extremeSize + windowSize(cyclePeriod)
  return {
    names: [name],
    warmUp: slowPeriod + cyclePeriod + smoothPeriod - 2,
    size: placesAt + windowSize(smoothPeriod),
    update(state, from, { close }, _, out, at) {
      out[at] = Number.NaN
      const fast = advanceExponential(state, from, fastPeriod, close)
      const slow = advanceExponential(state, from + exponentialSize, slowPeriod, close)
      if (Number.isNaN(slow)) return
      const line = fast - slow
      const extremes = from + linesAt
      const end = push(state, extremes + 2 * extremeSize, cyclePeriod, line)
      if (end === 0) return
      const high = highest(state, extremes, state, end, cyclePeriod, cyclePeriod)
      const low = lowest(state, extremes + extremeSize, state, end, cyclePeriod, cyclePeriod)
      const range = high - low
      const still = range <= roundingMost * slow
      const place = still ? 0 : (100 * (line - low)) / range
      const placesEnd = push(state, from + placesAt, smoothPeriod, place)
      if (placesEnd !== 0) out[at] = sumOfNewest(state, placesEnd, smoothPeriod) / smoothPeriod
    },
  }
}
