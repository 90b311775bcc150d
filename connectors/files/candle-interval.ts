import type { CandleInterval } from './row-reader.ts'

const minuteMs = 60_000

/** The intervals that the contract of a kline knows. */
const intervals: readonly CandleInterval[] = [
  { name: '1m', ms: minuteMs },
  { name: '5m', ms: 5 * minuteMs },
  { name: '15m', ms: 15 * minuteMs },
  { name: '1h', ms: 60 * minuteMs },
  { name: '4h', ms: 240 * minuteMs },
  { name: '1d', ms: 1_440 * minuteMs },
]

/** A file with more different distances is no series of candles; counting stops there. */
const distancesMax = 10_000

export function intervalOfMs(ms: number): CandleInterval | null {
  return intervals.find((interval) => interval.ms === ms) ?? null
}

export function intervalOfName(name: string): CandleInterval | null {
  return intervals.find((interval) => interval.name === name) ?? null
}

/** Counts the distances between the open times of a file's rows. */
export class IntervalTally {
  readonly #counts = new Map<number, number>()
  #previousMs: number | null = null

  add(openMs: number): void {
    const distance = this.#previousMs === null ? 0 : openMs - this.#previousMs
    this.#previousMs = openMs
    if (distance <= 0) return // a repeated or late row says nothing about the interval
    const count = this.#counts.get(distance)
    if (count !== undefined) this.#counts.set(distance, count + 1)
    else if (this.#counts.size < distancesMax) this.#counts.set(distance, 1)
  }

  /** The commonest distance in milliseconds, the smaller of two equally common; null for one row. */
  commonestMs(): number | null {
    let best: number | null = null
    let bestCount = 0
    for (const [distance, count] of this.#counts) {
      if (count > bestCount || (count === bestCount && best !== null && distance < best)) {
        best = distance
        bestCount = count
      }
    }
    return best
  }
}

export const intervalNames = intervals.map((interval) => interval.name).join(', ')
