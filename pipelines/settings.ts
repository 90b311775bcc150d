/** What the candle pipeline is made with; fixed for a data folder. */
export interface CandleSettings {
  /** `candles.grace` */
  readonly graceMs: number
  /** `revision.max` */
  readonly revisionMaxMs: number
  readonly quietMinutesMax: number
}
