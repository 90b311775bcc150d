import type { BadRow, SourceItem } from './source-record.ts'

const dayMs = 86_400_000

/** Where a row that is under suspicion stands, and what takes its place if it is guilty. */
export interface Suspect {
  /** Its index in the chunk; -1 where the caller does not want it. */
  readonly slot: number
  readonly instead: BadRow
}

/**
 * Finds the single row whose time lies days ahead of the rows on both sides. Left in, it would
 * set the source clock ahead, and everything after it would be late. A real gap in the data is
 * told from it by the next row, which stays on the far side.
 */
export class TimeJumps {
  #greatestMs = Number.NEGATIVE_INFINITY
  #suspectMs = 0
  #suspect: Suspect | null = null

  /** True while the next row is needed to judge the last one: its chunk must wait. */
  get undecided(): boolean {
    return this.#suspect !== null
  }

  /** Takes each record in turn; true where it jumps ahead and must be accused before the next. */
  see(eventMs: number, chunk: SourceItem[]): boolean {
    if (this.#suspect !== null) this.#judge(this.#suspect, eventMs, chunk)
    if (eventMs > this.#greatestMs + dayMs) return true
    if (eventMs > this.#greatestMs) this.#greatestMs = eventMs
    return false
  }

  accuse(eventMs: number, suspect: Suspect): void {
    this.#suspectMs = eventMs
    this.#suspect = suspect
  }

  /** Lets the last row stand without a judgement. */
  acquit(): void {
    if (this.#suspect !== null) this.#greatestMs = this.#suspectMs
    this.#suspect = null
  }

  #judge(suspect: Suspect, nextMs: number, chunk: SourceItem[]): void {
    if (nextMs >= this.#suspectMs - dayMs) {
      this.acquit()
      return
    }
    this.#suspect = null
    const days = Math.floor((this.#suspectMs - nextMs) / dayMs)
    const reason = `its time is ${days} days ahead of the next row's`
    if (suspect.slot >= 0) chunk[suspect.slot] = { ...suspect.instead, reason }
  }
}
