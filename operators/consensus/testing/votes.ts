import type { Direction, Vote } from '../../../schemas/contracts.generated.ts'
import type { HeadWeights } from '../consensus.ts'

export const heads = ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'I'].map((letter) => `HEAD_${letter}`)

export const nineEqual: HeadWeights = Object.fromEntries(heads.map((head) => [head, 1 / 9]))

export function vote(head: string, direction: Direction, more: Partial<Vote> = {}): Vote {
  return {
    head,
    direction,
    probability: 0.65,
    confidence: 0.8,
    validity: 'OK',
    valid_until: 1_000_000,
    reasons: [],
    absent: [],
    model_version: '',
    ...more,
  }
}

/** One letter a head, in order: L, S or F (flat); x is an invalid vote, a dot none. */
export function votes(pattern: string, more: Partial<Vote> = {}): Vote[] {
  const directions: { readonly [letter: string]: Direction } = { L: 'LONG', S: 'SHORT', F: 'FLAT' }
  return [...pattern].flatMap((letter, at) => {
    const head = heads[at] ?? ''
    if (letter === '.') return []
    if (letter === 'x') return [vote(head, 'LONG', { ...more, validity: 'WARMING' })]
    return [vote(head, directions[letter] ?? 'FLAT', more)]
  })
}
