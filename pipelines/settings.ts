import type { DriftThresholds } from '../operators/validation/drift.ts'

/** What the candle pipeline is made with, and what looks at its candles; but for the last two fixed for a data folder. */
export interface CandleSettings {
  /** `candles.grace` */
  readonly graceMs: number
  /** `revision.max` */
  readonly revisionMaxMs: number
  readonly quietMinutesMax: number
  /** `validation.changeMax`, per cent */
  readonly changeMaxPct: number
  readonly drift: DriftThresholds
}
