import type { Indicator } from './indicator.ts'
import { populationDeviation } from './population-deviation.ts'
import { advanceSma, createSma, type SmaState } from './sma.ts'

/** Bollinger bands: the simple mean and `width` population deviations to either side. */
export function bollinger(period: number, width: number): Indicator<SmaState> {
  return {
    names: ['bollinger_upper', 'bollinger_middle', 'bollinger_lower'],
    warmUp: period,
    create: () => createSma(period),
    update(state, candle, out) {
      const middle = advanceSma(state, candle.close)
      out.bollinger_middle = middle
      if (middle === null) {
        out.bollinger_upper = null
        out.bollinger_lower = null
        return
      }
      const reach = width * populationDeviation(state.window, candle.close)
      out.bollinger_upper = middle + reach
      out.bollinger_lower = middle - reach
    },
  }
}
