import { advanceExponential, exponentialSize } from './exponential-average.ts'
import type { Indicator } from './indicator.ts'

/**
 * True strength index (Blau): the twice averaged change of the close over the twice averaged size of the
 * change, −100 to 100; 0 where the close never moved. Both lines begin together, where the signal, an
 * exponential average, does. TA-Lib's TSI has no signal; Stock.Indicators agrees on both lines.
 */
export function tsi(slowPeriod: number, fastPeriod: number, signalPeriod: number): Indicator {
  return {
    names: ['tsi', 'tsi_signal'],
    warmUp: slowPeriod + fastPeriod + signalPeriod - 1,
    size: 5 * exponentialSize,
    update(state, from, { close }, { count, previousClose }, out, at) {
      out[at] = Number.NaN
      out[at + 1] = Number.NaN
      if (count === 1) return
      const changeAt = from
      const smoothChangeAt = changeAt + exponentialSize
      const moveAt = smoothChangeAt + exponentialSize
      const smoothMoveAt = moveAt + exponentialSize
      const signalAt = smoothMoveAt + exponentialSize
      const change = close - previousClose
      const move = advanceExponential(state, moveAt, slowPeriod, Math.abs(change))
      const slow = advanceExponential(state, changeAt, slowPeriod, change)
      if (Number.isNaN(slow)) return
      const smoothMove = advanceExponential(state, smoothMoveAt, fastPeriod, move)
      const smooth = advanceExponential(state, smoothChangeAt, fastPeriod, slow)
      if (Number.isNaN(smooth)) return
      const line = smoothMove === 0 ? 0 : 100 * (smooth / smoothMove)
      const signal = advanceExponential(state, signalAt, signalPeriod, line)
      if (Number.isNaN(signal)) return
      out[at] = line
      out[at + 1] = signal
    },
  }
}
