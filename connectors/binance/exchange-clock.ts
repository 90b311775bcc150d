import type { WallClock } from './wall-clock.ts'

/** Clocks drift apart: behind so long, any measurement is better than an old one. */
const outdatedMs = 600_000

/**
 * The exchange's time, told from our own clock and what its `/time` said. `speed` is that of a simulated exchange: its
 * time per ours.
 */
export class ExchangeClock {
  /** What our clock lacks to the exchange's, in milliseconds, by the last measurement; NaN before. */
  skewMs = Number.NaN
  /** How long that measurement took: the skew is no surer than half of it. */
  roundTripMs = Number.NaN
  private readonly clock: WallClock
  private readonly speed: number
  private serverMs = Number.NaN
  private localMs = Number.NaN

  constructor(clock: WallClock, speed: number) {
    this.clock = clock
    this.speed = speed
  }

  get known(): boolean {
    return !Number.isNaN(this.serverMs)
  }

  /** Whole milliseconds; our own clock's before anything was measured. */
  nowMs(): number {
    const localMs = this.clock.nowMs()
    if (!this.known) return Math.floor(localMs)
    return Math.floor(this.serverMs + (localMs - this.localMs) * this.speed)
  }

  /** One that took much longer than the one before, as a request that had to queue, says less than that one. */
  async measure(ask: () => Promise<number>): Promise<void> {
    const sentMs = this.clock.nowMs()
    const serverMs = await ask()
    const receivedMs = this.clock.nowMs()
    const tookMs = receivedMs - sentMs
    const surer = !this.known || tookMs <= 1.5 * this.roundTripMs + 20
    if (!surer && receivedMs - this.localMs < outdatedMs) return
    this.roundTripMs = tookMs
    // The server read its clock half-way, as far as anyone can tell.
    this.localMs = (sentMs + receivedMs) / 2
    this.serverMs = serverMs
    this.skewMs = serverMs - this.localMs
  }
}
