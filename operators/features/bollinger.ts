import type { Indicator } from './indicator.ts'
import { populationDeviation } from './population-deviation.ts'
import { advanceSma, createSma, type SmaState } from './sma.ts'

/** Bollinger bands: the simple mean and `width` population deviations to either side. */
export function bollinger(period: number, width: number): Indicator<SmaState> {
  return {
    names: ['bollinger_upper', 'bollinger_middle', 'bollinger_lower'],
    warmUp: period,
    create: () => createSma(period),
    update(state, candle, out, at) {
      const middle = advanceSma(state, candle.close)
      if (middle === null) {
        out.fill(Number.NaN, at, at + 3)
        return
      }
      const reach = width * populationDeviation(state.window, candle.close)
      out[at] = middle + reach
      out[at + 1] = middle
      out[at + 2] = middle - reach
    },
  }
}
