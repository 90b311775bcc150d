import type { Indicator } from './indicator.ts'
import { populationDeviation } from './population-deviation.ts'
import { advanceSma, smaSize } from './sma.ts'

/** Bollinger bands: the simple mean and `width` population deviations to either side. */
export function bollinger(period: number, width: number): Indicator {
  return {
    names: ['bollinger_upper', 'bollinger_middle', 'bollinger_lower'],
    warmUp: period,
    size: smaSize,
    update(state, from, _, { count, closes }, out, at) {
      const middle = advanceSma(state, from, period, closes, count)
      const reach = Number.isNaN(middle) ? middle : width * populationDeviation(closes, period)
      out[at] = middle + reach
      out[at + 1] = middle
      out[at + 2] = middle - reach
    },
  }
}
