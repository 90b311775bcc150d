import type { WallClock } from '../wall-clock.ts'

/** A clock that stands until it is set; sleeping sets it. */
export class SetClock implements WallClock {
  ms: number
  readonly slept: number[] = []

  constructor(ms = 0) {
    this.ms = ms
  }

  nowMs(): number {
    return this.ms
  }

  async sleep(ms: number): Promise<void> {
    this.slept.push(ms)
    this.ms += ms
  }
}
