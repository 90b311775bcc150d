import type { FeatureName, Indicator } from './indicator.ts'
import type { RecentValues } from './recent-values.ts'
import { push, windowSize } from './rolling-window.ts'
import { sumOfNewest } from './window-sum.ts'

/**
 * Ultimate oscillator (Larry Williams): the share of the buying pressure (close above the true low) in
 * the true range over three periods, weighed 4, 2 and 1; 0 to 100. A period without range counts as 0,
 * as in TA-Lib's ULTOSC. The longest period is the last.
 */
export function ultimateOscillator(
  name: FeatureName,
  shortPeriod: number,
  middlePeriod: number,
  longPeriod: number,
): Indicator {
  return {
    names: [name],
    warmUp: longPeriod + 1,
    size: windowSize(longPeriod),
    update(state, from, candle, { count, previousClose, trueRanges }, out, at) {
      out[at] = Number.NaN
      if (count === 1) return
      const pressure = candle.close - Math.min(candle.low, previousClose)
      const end = push(state, from, longPeriod, pressure)
      if (end === 0) return
      const short = pressureShare(state, end, trueRanges, shortPeriod)
      const middle = pressureShare(state, end, trueRanges, middlePeriod)
      const long = pressureShare(state, end, trueRanges, longPeriod)
      const weighed = 4 * short + 2 * middle + long
      out[at] = (100 * weighed) / 7
    },
  }
}

/** Of the newest `period`, over as many true ranges. */
function pressureShare(
  pressures: Float64Array,
  end: number,
  trueRanges: RecentValues,
  period: number,
): number {
  const range = sumOfNewest(trueRanges.values, trueRanges.end, period)
  return range === 0 ? 0 : sumOfNewest(pressures, end, period) / range
}
