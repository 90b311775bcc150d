import type { HeadInput } from './head.ts'
import type { Refusal } from './vote.ts'

/** Context older than this is not known any more. */
export const contextAgeMaxMs = 86_400_000

export interface ContextReading {
  /** Of each kind asked for, in that order; null where absent or too old. */
  readonly values: readonly (number | null)[]
  /** Event time of the oldest value that is used; the close where none is. */
  readonly oldestMs: number
  readonly stale: readonly string[]
}

/** Reads the kinds asked for and notes in `absent` those without a usable value. */
export function readContext(
  input: HeadInput,
  kinds: readonly string[],
  absent: string[],
): ContextReading {
  const stale: string[] = []
  let oldestMs = input.closeTimeMs
  const values = kinds.map((kind) => {
    const point = input.context[kind]
    const old = point !== undefined && input.closeTimeMs - point.eventTimeMs > contextAgeMaxMs
    if (old) stale.push(kind)
    if (point === undefined || old) {
      absent.push(kind)
      return null
    }
    oldestMs = Math.min(oldestMs, point.eventTimeMs)
    return point.value
  })
  return { values, oldestMs, stale }
}

/** Why a head that found none of its context does not vote. */
export function refuseWithout(reading: ContextReading, absent: readonly string[]): Refusal {
  if (reading.stale.length > 0) {
    return { validity: 'STALE', reason: `older than 24 h: ${reading.stale.join(', ')}` }
  }
  return { validity: 'NO_DATA', reason: `absent: ${absent.join(', ')}` }
}
