import type { FaultDesk } from './fault-desk.ts'
import type { FaultSettings } from './fault-settings.ts'

/** What a connection is to a fault. */
export interface Line {
  send(text: string): void
  /** Ends it without a handshake. */
  cut(): void
}

/** Messages of one connection on their way to the client, with whatever happens to them. */
export class FaultyDelivery {
  /** It looks open and nothing comes any more. */
  silent = false
  readonly #line: Line
  readonly #desk: FaultDesk
  readonly #later: (run: () => void, delayMs: number) => void
  #held: string | undefined
  #gapLeft = 0

  constructor(line: Line, desk: FaultDesk, later: (run: () => void, delayMs: number) => void) {
    this.#line = line
    this.#desk = desk
    this.#later = later
  }

  deliver(text: string, isTrade: boolean, faults: FaultSettings): void {
    const desk = this.#desk
    if (this.silent) return
    if (desk.happens(faults.close, 'close')) {
      this.#line.cut()
      return
    }
    if (desk.happens(faults.halfOpen, 'halfOpen')) {
      this.silent = true
      return
    }
    if (isTrade && this.#isInGap(faults)) return
    if (desk.happens(faults.drop, 'drop')) return
    if (desk.happens(faults.delay, 'delay')) {
      this.#later(() => this.#send(text), faults.delayMs)
      return
    }
    if (this.#held === undefined && desk.happens(faults.reorder, 'reorder')) {
      this.#held = text
      return
    }
    this.#send(text)
    if (desk.happens(faults.duplicate, 'duplicate')) this.#send(text)
    if (this.#held === undefined) return
    this.#send(this.#held)
    this.#held = undefined
  }

  #isInGap(faults: FaultSettings): boolean {
    if (this.#gapLeft === 0 && this.#desk.happens(faults.gap, 'gap')) {
      this.#gapLeft = faults.gapTrades
    }
    if (this.#gapLeft === 0) return false
    this.#gapLeft--
    return true
  }

  #send(text: string): void {
    if (!this.silent) this.#line.send(text)
  }
}
