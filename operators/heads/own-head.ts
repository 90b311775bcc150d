import type { Direction } from '../../schemas/contracts.generated.ts'
import type { HeadEntry } from './catalogue.ts'
import type { HeadInput } from './head.ts'
import { abstain, type Caster, cast, type Opinion, type Refusal } from './vote.ts'

export type { HeadInput } from './head.ts'

/** What a head of a user's own says of one closed candle. */
export interface OwnOpinion extends Opinion {
  /** Features it would have used and did not have. */
  readonly absent?: readonly string[]
  /** Until when it holds; left out: one candle long. */
  readonly validUntilMs?: number
}

/** A head of a user's own: the same answer to the same input, whenever and how often it is asked. */
export type OwnHead = (input: HeadInput) => OwnOpinion | Refusal

/** `my-head` → `HEAD_MY_HEAD`: under this name its votes and its weight stand in every record. */
export function ownHeadId(name: string): string {
  return `HEAD_${name.toUpperCase().replaceAll('-', '_')}`
}

/** Puts it beside the nine; an answer that is none becomes an ERROR vote that says why. */
export function ownHead(name: string, version: string, vote: OwnHead): HeadEntry {
  const caster: Caster = { head: ownHeadId(name), modelVersion: `${name}-${version}` }
  return {
    caster,
    name,
    vote(input) {
      const answer = vote(input)
      if ('validity' in answer) return abstain(caster, input, refusalOf(answer))
      const { direction, probability, confidence, reasons, absent = [], validUntilMs } = answer
      assertOneOf('direction', direction, directions)
      assertShare('probability', probability)
      assertShare('confidence', confidence)
      assertTexts('reasons', reasons)
      assertTexts('absent', absent)
      if (validUntilMs !== undefined && !(validUntilMs > input.closeTimeMs))
        throw new RangeError(`validUntilMs must lie behind closeTimeMs, was ${validUntilMs}`)
      return cast(
        caster,
        input,
        { direction, probability, confidence, reasons },
        absent,
        validUntilMs,
      )
    },
  }
}

const directions: readonly Direction[] = ['LONG', 'SHORT', 'FLAT']
const refusals: readonly Refusal['validity'][] = ['WARMING', 'NO_DATA', 'STALE', 'ERROR']

function refusalOf({ validity, reason }: Refusal): Refusal {
  assertOneOf('validity', validity, refusals)
  assertTexts('reason', [reason])
  return { validity, reason }
}

function assertOneOf<T>(name: string, value: T, known: readonly T[]): void {
  if (!known.includes(value))
    throw new RangeError(`${name} must be one of ${known.join(', ')}, was ${value}`)
}

function assertShare(name: string, value: number): void {
  if (!(value >= 0 && value <= 1))
    throw new RangeError(`${name} must lie between 0 and 1, was ${value}`)
}

function assertTexts(name: string, value: readonly string[]): void {
  if (!Array.isArray(value) || value.some((text) => typeof text !== 'string'))
    throw new RangeError(`${name} must be text, was ${JSON.stringify(value)}`)
}
