import type { FeatureName, Indicator } from './indicator.ts'
import { moneyFlowVolume } from './money-flow-volume.ts'

export interface AccumulationDistributionState {
  line: number
}

/**
 * Accumulation/distribution line (Chaikin): the money flow volume summed since the first candle, in
 * volume; only its changes mean something. TA-Lib: AD.
 */
export function accumulationDistribution(
  name: FeatureName,
): Indicator<AccumulationDistributionState> {
  return {
    names: [name],
    warmUp: 1,
    create: () => ({ line: 0 }),
    update(state, candle, out, at) {
      state.line += moneyFlowVolume(candle)
      out[at] = state.line
    },
  }
}
