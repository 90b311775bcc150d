import type { FeatureName, Indicator } from './indicator.ts'
import { valueAgo } from './recent-values.ts'
import { push, windowSize } from './rolling-window.ts'
import { sumOfNewest } from './window-sum.ts'

/**
 * Kaufman's adaptive moving average of closes, in price. It follows as an exponential average of
 * `fastPeriod` where the price goes straight over `period` candles, of `slowPeriod` where it only swings;
 * the close before the first value is its seed. On a flat price it takes the way for straight, as TA-Lib
 * does; Stock.Indicators then jumps to the close, and shows its seed as a value.
 */
export function kama(
  name: FeatureName,
  period: number,
  fastPeriod: number,
  slowPeriod: number,
): Indicator {
  const slow = 2 / (slowPeriod + 1)
  const reach = 2 / (fastPeriod + 1) - slow
  return {
    names: [name],
    warmUp: period + 1,
    // How far each close lies from the one before, and the average.
    size: windowSize(period) + 1,
    update(state, from, { close }, { count, previousClose, closes }, out, at) {
      out[at] = Number.NaN
      const valueAt = from + windowSize(period)
      const end = count === 1 ? 0 : push(state, from, period, Math.abs(close - previousClose))
      if (end === 0) {
        state[valueAt] = close
        return
      }
      const direct = Math.abs(close - valueAgo(closes, period))
      const way = sumOfNewest(state, end, period)
      // Straight is never longer than the way, but by rounding.
      const efficiency = way <= direct ? 1 : direct / way
      const weight = efficiency * reach + slow
      const before = state[valueAt] as number
      const value = before + (close - before) * (weight * weight)
      state[valueAt] = value
      out[at] = value
    },
  }
}
