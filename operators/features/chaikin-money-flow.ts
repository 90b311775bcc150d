import type { FeatureName, Indicator } from './indicator.ts'
import { moneyFlowVolume } from './money-flow-volume.ts'
import { createWindow, push, type RollingWindow, sumOf } from './rolling-window.ts'

export interface ChaikinMoneyFlowState {
  readonly flow: RollingWindow
  readonly volume: RollingWindow
}

/**
 * Chaikin money flow: the money flow volume of `period` candles over their volume, −1 to 1; 0 where
 * nothing was traded. TA-Lib: CMF.
 */
export function chaikinMoneyFlow(
  name: FeatureName,
  period: number,
): Indicator<ChaikinMoneyFlowState> {
  return {
    names: [name],
    warmUp: period,
    create: () => ({ flow: createWindow(period), volume: createWindow(period) }),
    update(state, candle, out, at) {
      out[at] = Number.NaN
      push(state.flow, moneyFlowVolume(candle))
      if (!push(state.volume, candle.volume)) return
      const volume = sumOf(state.volume)
      out[at] = volume === 0 ? 0 : sumOf(state.flow) / volume
    },
  }
}
