/** What a collector counts of itself, since the process began. */
export class CollectorCounts {
  /** Messages that became records. */
  read = 0
  /** Messages that were left out, by what they held. */
  readonly skipped = new Map<string, number>()
  /** Messages that could not be read; each is a dead letter. */
  faults = 0
  /** Trades that REST gave because the streams did not. */
  fetchedTrades = 0
  /** Klines that REST gave. */
  fetchedKlines = 0
  /** Klines that came again. */
  repeatedKlines = 0
  /** Streams that were found dead on a living connection. */
  deadStreams = 0
  /** What was asked of REST and failed. */
  restFailures = 0
  /** The exchange's time less that of the newest message; NaN before the first. */
  lagMs = Number.NaN

  skip(what: string): void {
    this.skipped.set(what, (this.skipped.get(what) ?? 0) + 1)
  }

  /** Share of what was to become records that did. */
  get validationRate(): number {
    const all = this.read + this.faults
    return all === 0 ? 1 : this.read / all
  }
}
