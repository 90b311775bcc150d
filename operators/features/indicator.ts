import type { Candle, FeatureVector } from '../../schemas/contracts.generated.ts'
import type { CandleHistory } from './candle-history.ts'

/** The fields of a feature vector that an indicator fills; its other fields say which candle it is. */
export type FeatureName = {
  [field in keyof FeatureVector]: null extends FeatureVector[field] ? field : never
}[keyof FeatureVector]

/** A value, or none, by feature. */
export type FeatureValues = { [name in FeatureName]: number | null }

/**
 * One formula, fed candle by candle. What it keeps from one to the next are numbers in an array that all indicators of a
 * symbol and timeframe share: that array is saved at any candle and gone on from there, so nothing may live in a closure
 * or a class instance; and it lies in one piece, because a state in many pieces is out of the cache when the next candle
 * comes, which costs more than the formulas. Definitions, seeds and degenerate values are TA-Lib's unless the file says
 * why not.
 */
export interface Indicator {
  readonly names: readonly FeatureName[]
  /** How many candles it takes until the first value, that candle included. */
  readonly warmUp: number
  /** How many numbers it keeps. All are 0 before the first candle. */
  readonly size: number
  /**
   * Takes the next closed candle, which `history` already knows, into its numbers in `state`, at `from` and behind it,
   * and writes what it is now: `names` in their order, at `at` and behind it; NaN where there is no value. By place and
   * not by name, because a write to a name that changes from call to call costs as much as the formula.
   */
  update(
    state: Float64Array,
    from: number,
    candle: Candle,
    history: CandleHistory,
    out: Float64Array,
    at: number,
  ): void
}
