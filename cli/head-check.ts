import type { Source } from '../engine/core/source.ts'
import { castVotes, type HeadEntry } from '../operators/heads/catalogue.ts'
import type { HeadInput } from '../operators/heads/head.ts'
import type { Direction, Vote } from '../schemas/contracts.generated.ts'
import { assemble } from './assembly.ts'
import { configSchema } from './config.ts'

/** What a head did on a history, and the first fault that was found in it. */
export interface HeadCheck {
  readonly votes: number
  readonly symbols: readonly string[]
  readonly directions: { readonly [direction in Direction]: number }
  /** Votes that are not OK, by validity. */
  readonly refused: { readonly [validity: string]: number }
  /** Reason of the first ERROR vote. */
  readonly firstError: string | undefined
  /** Median of all votes, microseconds. */
  readonly medianMicros: number
  readonly fault: string | undefined
}

/** Each seventh input goes to another instance too, each hundredth is looked at whether it was changed. */
const otherEvery = 7
const changedEvery = 100

/**
 * Lets the whole chain vote over a history with one head more. Each input is given twice, and now and then to `other`, an
 * instance that has seen only those: a head that remembers answers differently.
 */
export async function checkHead(
  source: Source,
  head: HeadEntry,
  other: HeadEntry,
): Promise<HeadCheck> {
  const votes: Vote[] = []
  const symbols = new Set<string>()
  const micros: number[] = []
  let fault: string | undefined
  const spy = (input: HeadInput): Vote => {
    const before = votes.length % changedEvery === 0 ? JSON.stringify(input) : undefined
    const startedMs = performance.now()
    const vote = voteOf(head, input)
    micros.push(1_000 * (performance.now() - startedMs))
    votes.push(vote)
    symbols.add(input.symbol)
    fault ??= faultOf(input, vote, before)
    return vote
  }
  const faultOf = (
    input: HeadInput,
    vote: Vote,
    before: string | undefined,
  ): string | undefined => {
    const where = `${input.symbol} at ${new Date(input.closeTimeMs).toISOString()}`
    if (before !== undefined && JSON.stringify(input) !== before)
      return `it changed what it was given: ${where}`
    const said = JSON.stringify(vote)
    const again = JSON.stringify(voteOf(head, input))
    if (again !== said) return `asked twice it gave two answers: ${where}: ${said} then ${again}`
    if (votes.length % otherEvery !== 0) return undefined
    const fresh = JSON.stringify(voteOf(other, input))
    if (fresh === said) return undefined
    return `its answer depends on what it saw before: ${where}: ${said}; begun anew ${fresh}`
  }
  const { engine, log } = await assemble({
    config: configSchema.parse({}),
    mode: 'replay',
    market: 'perpetual',
    source,
    log: 'memory',
    folder: '',
    cut: [],
    parts: { ownHeads: [{ ...head, vote: spy }] },
  })
  await engine.run()
  await log.close()
  micros.sort((a, b) => a - b)
  return {
    votes: votes.length,
    symbols: [...symbols].sort(),
    directions: {
      LONG: countOf(votes, 'LONG'),
      SHORT: countOf(votes, 'SHORT'),
      FLAT: countOf(votes, 'FLAT'),
    },
    refused: refusedOf(votes),
    firstError: votes.find(({ validity }) => validity === 'ERROR')?.reasons[0],
    medianMicros: micros[micros.length >> 1] ?? 0,
    fault,
  }
}

/** As the chain takes it: one that throws is an ERROR vote. */
function voteOf(head: HeadEntry, input: HeadInput): Vote {
  return castVotes(input, [head])[0] as Vote
}

function countOf(votes: readonly Vote[], wanted: Direction): number {
  return votes.filter(({ direction, validity }) => validity === 'OK' && direction === wanted).length
}

function refusedOf(votes: readonly Vote[]): { readonly [validity: string]: number } {
  const counts: { [validity: string]: number } = {}
  for (const { validity } of votes) {
    if (validity !== 'OK') counts[validity] = (counts[validity] ?? 0) + 1
  }
  return counts
}
