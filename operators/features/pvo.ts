import { advanceExponential, exponentialSize } from './exponential-average.ts'
import type { Indicator } from './indicator.ts'

/**
 * Percentage volume oscillator: how far the fast exponential average of the volume is above the slow one,
 * in per cent of the slow; 0 where nothing was ever traded. All three lines begin where the signal does.
 * TA-Lib's PVO has no signal; Stock.Indicators agrees on all. `fastPeriod` is the shorter.
 */
export function pvo(fastPeriod: number, slowPeriod: number, signalPeriod: number): Indicator {
  return {
    names: ['pvo', 'pvo_signal', 'pvo_histogram'],
    warmUp: slowPeriod + signalPeriod - 1,
    size: 3 * exponentialSize,
    update(state, from, { volume }, _, out, at) {
      out[at] = Number.NaN
      out[at + 1] = Number.NaN
      out[at + 2] = Number.NaN
      const fast = advanceExponential(state, from, fastPeriod, volume)
      const slow = advanceExponential(state, from + exponentialSize, slowPeriod, volume)
      if (Number.isNaN(slow)) return
      const line = slow === 0 ? 0 : (100 * (fast - slow)) / slow
      const signal = advanceExponential(state, from + 2 * exponentialSize, signalPeriod, line)
      if (Number.isNaN(signal)) return
      out[at] = line
      out[at + 1] = signal
      out[at + 2] = line - signal
    },
  }
}
