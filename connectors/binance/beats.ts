const secondMs = 1_000
const minuteMs = 60_000

/** When the world's clock is told though nothing happened: each second, and when the grace of a minute is over. */
export class Beats {
  private readonly graceMs: number
  private toldMs = Number.NEGATIVE_INFINITY

  /** `graceMs`: how long a minute waits for its trades (`candles.grace`). */
  constructor(graceMs: number) {
    this.graceMs = graceMs
  }

  /** The clocks to tell, oldest first; of a time that leapt, only the last. */
  due(nowMs: number): readonly number[] {
    const second = Math.floor(nowMs / secondMs) * secondMs
    // Just behind it: then the minute's windows close.
    const behindGrace = Math.floor((nowMs - this.graceMs - 1) / minuteMs) * minuteMs + this.graceMs
    const due = [second, behindGrace + 1].filter((atMs) => atMs > this.toldMs && atMs <= nowMs)
    due.sort((a, b) => a - b)
    this.toldMs = Math.max(this.toldMs, ...due)
    return due
  }
}
