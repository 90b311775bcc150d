import type { Candle, FeatureVector } from '../../schemas/contracts.generated.ts'

/** The fields of a feature vector that an indicator fills; its other fields say which candle it is. */
export type FeatureName = {
  [field in keyof FeatureVector]: null extends FeatureVector[field] ? field : never
}[keyof FeatureVector]

/** A value, or none, by feature. */
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
  /**
   * Takes the next closed candle and writes what it is now: `names` in their order, at `at` and behind it; NaN
   * where there is no value. By place and not by name, because a write to a name that changes from call to call
   * costs as much as the formula.
   */
  update(state: State, candle: Candle, out: Float64Array, at: number): void
}
