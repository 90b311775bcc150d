/** Ever longer pauses between attempts, until one succeeds. */
export class BackOff {
  private readonly maxMs: number
  private failures = 0
  private retryAtMs = 0

  constructor(maxMs: number) {
    this.maxMs = maxMs
  }

  /** It is too early for another attempt. */
  get waiting(): boolean {
    return Date.now() < this.retryAtMs
  }

  /** Gives the pause, in milliseconds. */
  fail(): number {
    const pauseMs = Math.min(this.maxMs, firstMs * 2 ** Math.min(this.failures, 10))
    this.failures++
    this.retryAtMs = Date.now() + pauseMs
    return pauseMs
  }

  succeed(): void {
    this.failures = 0
    this.retryAtMs = 0
  }
}

const firstMs = 250
