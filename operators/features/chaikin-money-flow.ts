import type { FeatureName, Indicator } from './indicator.ts'
import { moneyFlowVolume } from './money-flow-volume.ts'
import { push, windowSize } from './rolling-window.ts'
import { sumOfNewest } from './window-sum.ts'

/**
 * Chaikin money flow: the money flow volume of `period` candles over their volume, −1 to 1; 0 where
 * nothing was traded. TA-Lib: CMF.
 */
export function chaikinMoneyFlow(name: FeatureName, period: number): Indicator {
  return {
    names: [name],
    warmUp: period,
    size: windowSize(period),
    update(state, from, candle, { volumes }, out, at) {
      out[at] = Number.NaN
      const end = push(state, from, period, moneyFlowVolume(candle))
      if (end === 0) return
      const volume = sumOfNewest(volumes.values, volumes.end, period)
      out[at] = volume === 0 ? 0 : sumOfNewest(state, end, period) / volume
    },
  }
}
