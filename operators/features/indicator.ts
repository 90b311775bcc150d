import type { Candle, FeatureVector } from '../../schemas/contracts.generated.ts'

/** The fields of a feature vector that an indicator fills; its other fields say which candle it is. */
export type FeatureName = {
  [field in keyof FeatureVector]: null extends FeatureVector[field] ? field : never
}[keyof FeatureVector]

/** One slot per feature, written in place on each candle. */
export type FeatureValues = { [name in FeatureName]: number | null }

/**
 * One formula, fed candle by candle. Its state is plain data, because the engine serialises it at any
 * candle and goes on from there; so nothing may live in a closure or a class instance.
 * Definitions, seeds and degenerate values are TA-Lib's unless the file says why not.
 */
export interface Indicator<State> {
  readonly names: readonly FeatureName[]
  /** How many candles it takes until the first value, that candle included. */
  readonly warmUp: number
  create(): State
  update(state: State, candle: Candle, out: FeatureValues): void
}
