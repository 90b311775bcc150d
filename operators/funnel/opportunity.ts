/** How one opportunity ended: as a signal, or refused at a gate with its numbers. */
export interface Opportunity {
  /** The gate that refused it; null: it became a signal. */
  readonly gate: string | null
  /** What that gate measured; null where it could not, or measures nothing. */
  readonly value: number | null
  readonly threshold: number | null
  /** Of its shadow, per cent of notional net of costs; null while there is none that has closed. */
  readonly shadowNetPct: number | null
}
