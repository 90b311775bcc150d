import type { FeatureName, Indicator } from './indicator.ts'
import { moneyFlowVolume } from './money-flow-volume.ts'

/**
 * Accumulation/distribution line (Chaikin): the money flow volume summed since the first candle, in
 * volume; only its changes mean something. TA-Lib: AD.
 */
export function accumulationDistribution(name: FeatureName): Indicator {
  return {
    names: [name],
    warmUp: 1,
    size: 1,
    update(state, from, candle, _, out, at) {
      const line = (state[from] as number) + moneyFlowVolume(candle)
      state[from] = line
      out[at] = line
    },
  }
}
