/** Of the weight that an exchange allows, so much is used: others may share the address. */
const shareMax = 0.8
const minuteMs = 60_000
/** After a refusal without `Retry-After`. */
const refusedMs = 10_000

/**
 * How fast REST may be asked, by the exchange's own count: each answer tells the weight used in its minute, a refusal (429, 418) how
 * long to wait. Times are of the caller's clock, in milliseconds.
 */
export class WeightLimiter {
  private weightMax: number
  private used = 0
  private minute = Number.NEGATIVE_INFINITY
  private blockedUntilMs = Number.NEGATIVE_INFINITY
  /** Requests that were refused for their rate. */
  refusals = 0

  constructor(weightMax: number) {
    this.weightMax = weightMax
  }

  /** What the exchange says it allows a minute. */
  allow(weightMax: number): void {
    if (weightMax > 0) this.weightMax = weightMax
  }

  /** How long a request must wait; 0: it may go, and is counted. */
  take(weight: number, nowMs: number): number {
    if (nowMs < this.blockedUntilMs) return this.blockedUntilMs - nowMs
    const minute = Math.floor(nowMs / minuteMs)
    if (minute !== this.minute) {
      this.minute = minute
      this.used = 0
    }
    // One that is heavier than all that is allowed goes alone, rather than never.
    if (this.used > 0 && this.used + weight > shareMax * this.weightMax)
      return (minute + 1) * minuteMs - nowMs
    this.used += weight
    return 0
  }

  /** What an answer said; `usedWeight` is that of its minute, `retryAfterSeconds` of its headers. */
  answered(
    status: number,
    usedWeight: number | undefined,
    retryAfterSeconds: number | undefined,
    nowMs: number,
  ): void {
    // The exchange counts what others ask from here too, and starts its minutes by its own clock.
    if (usedWeight !== undefined && Math.floor(nowMs / minuteMs) === this.minute)
      this.used = Math.max(this.used, usedWeight)
    if (status !== 429 && status !== 418) return
    this.refusals++
    const waitMs = retryAfterSeconds === undefined ? refusedMs : retryAfterSeconds * 1_000
    this.blockedUntilMs = Math.max(this.blockedUntilMs, nowMs + waitMs)
  }
}
