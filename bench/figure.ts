import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** One figure, and what it is to be held against: the same work done in the same run. */
export interface Figure {
  readonly name: string
  readonly value: number
  readonly unit: string
  /** `value` over the rate of what it is held against. */
  readonly ratio: number
  readonly ratioTo: string
}

const runsMax = 3

interface Run {
  /** The work that is timed. */
  work(): Promise<void> | void
  /** Whether it did it right, and what there is to clear away; not timed. */
  after?(): Promise<void> | void
}

/** How many a second, as the median of three runs; what a run needs is made before it is timed. */
export async function ratePerSecond(count: number, prepare: () => Run): Promise<number> {
  const rates: number[] = []
  for (let at = 0; at < runsMax; at++) {
    const run = prepare()
    // What the run before has left lying about is not this one's to sweep up.
    collectGarbage()
    const startedMs = performance.now()
    await run.work()
    rates.push((count * 1_000) / (performance.now() - startedMs))
    await run.after?.()
  }
  return median(rates)
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

const collectGarbage: () => void = (() => {
  setFlagsFromString('--expose-gc')
  return runInNewContext('gc') as () => void
})()
