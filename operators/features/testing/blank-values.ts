import type { FeatureValues } from '../indicator.ts'
import { createFeatureVector } from '../values.ts'

/** All slots null, without what says which candle it is. */
export function createFeatureValues(): FeatureValues {
  const { symbol, timeframe, open_time, close_time, candle_revision, close, ...values } =
    createFeatureVector({
      symbol: '',
      timeframe: '',
      open_time: 0,
      close_time: 0,
      candle_revision: 0,
      close: 0,
    })
  return values
}
