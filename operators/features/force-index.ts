import {
  advanceExponential,
  createExponentialAverage,
  type ExponentialAverage,
} from './exponential-average.ts'
import type { FeatureName, Indicator } from './indicator.ts'

export interface ForceIndexState {
  started: boolean
  previousClose: number
  readonly average: ExponentialAverage
}

/**
 * Force index (Elder): the exponential average of the change of the close times the volume, in price
 * times volume. TA-Lib: EFI.
 */
export function forceIndex(name: FeatureName, period: number): Indicator<ForceIndexState> {
  return {
    names: [name],
    warmUp: period + 1,
    create: () => ({ started: false, previousClose: 0, average: createExponentialAverage() }),
    update(state, candle, out, at) {
      out[at] = Number.NaN
      const force = (candle.close - state.previousClose) * candle.volume
      state.previousClose = candle.close
      if (!state.started) {
        state.started = true
        return
      }
      if (advanceExponential(state.average, period, force)) out[at] = state.average.value
    },
  }
}
