import type { Indicator } from './indicator.ts'
import { push, windowSize } from './rolling-window.ts'
import { extremeSize, highest, lowest } from './window-extreme.ts'
import { sumOfNewest } from './window-sum.ts'

/**
 * Slow stochastic, both smoothings simple means. Fast %K is 0 where the range is. Both lines begin
 * together, where %D has its first value.
 */
export function stochastic(
  fastPeriod: number,
  slowPeriod: number,
  signalPeriod: number,
): Indicator {
  const fastAt = 2 * extremeSize
  const slowAt = fastAt + windowSize(slowPeriod)
  return {
    names: ['stochastic_k', 'stochastic_d'],
    warmUp: fastPeriod + slowPeriod + signalPeriod - 2,
    size: slowAt + windowSize(signalPeriod),
    update(state, from, { close }, { count, highs, lows }, out, at) {
      out[at] = Number.NaN
      out[at + 1] = Number.NaN
      const high = highest(state, from, highs.values, highs.end, count, fastPeriod)
      const low = lowest(state, from + extremeSize, lows.values, lows.end, count, fastPeriod)
      if (count < fastPeriod) return
      const percent = (high - low) / 100
      const fast = percent === 0 ? 0 : (close - low) / percent
      const fastEnd = push(state, from + fastAt, slowPeriod, fast)
      if (fastEnd === 0) return
      const k = sumOfNewest(state, fastEnd, slowPeriod) / slowPeriod
      const end = push(state, from + slowAt, signalPeriod, k)
      if (end === 0) return
      out[at] = k
      out[at + 1] = sumOfNewest(state, end, signalPeriod) / signalPeriod
    },
  }
}
