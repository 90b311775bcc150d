import { type AtrState, advanceAtr, createAtr } from './atr.ts'
import type { FeatureName, Indicator } from './indicator.ts'

/** Average true range, per cent of the close. */
export function natr(name: FeatureName, period: number): Indicator<AtrState> {
  return {
    names: [name],
    warmUp: period + 1,
    create: createAtr,
    update(state, candle, out, at) {
      const range = advanceAtr(state, period, candle)
      out[at] = range === null ? Number.NaN : candle.close === 0 ? 0 : (range / candle.close) * 100
    },
  }
}
