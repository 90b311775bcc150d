import { advanceExponential, exponentialSize } from './exponential-average.ts'
import type { Indicator } from './indicator.ts'

/**
 * Moving average convergence divergence. The fast average starts late, so that it is seeded on the same
 * candle as the slow one, and all three lines begin where the signal has its first value.
 * `fastPeriod` is the shorter.
 */
export function macd(fastPeriod: number, slowPeriod: number, signalPeriod: number): Indicator {
  return {
    names: ['macd', 'macd_signal', 'macd_histogram'],
    warmUp: slowPeriod + signalPeriod - 1,
    size: 3 * exponentialSize,
    update(state, from, { close }, { count }, out, at) {
      out[at] = Number.NaN
      out[at + 1] = Number.NaN
      out[at + 2] = Number.NaN
      const late = count <= slowPeriod - fastPeriod
      const fast = late ? Number.NaN : advanceExponential(state, from, fastPeriod, close)
      const slow = advanceExponential(state, from + exponentialSize, slowPeriod, close)
      if (Number.isNaN(slow)) return
      const line = fast - slow
      const signal = advanceExponential(state, from + 2 * exponentialSize, signalPeriod, line)
      if (Number.isNaN(signal)) return
      out[at] = line
      out[at + 1] = signal
      out[at + 2] = line - signal
    },
  }
}
