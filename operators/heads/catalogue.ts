import type { Vote } from '../../schemas/contracts.generated.ts'
import { cryptoMetrics } from './crypto.ts'
import { harmonic } from './harmonic.ts'
import type { Head, HeadInput } from './head.ts'
import { ict } from './ict.ts'
import { rules } from './rules.ts'
import { sentiment } from './sentiment.ts'
import { structure } from './structure.ts'
import { technical } from './technical.ts'
import { volume } from './volume.ts'
import { abstain } from './vote.ts'
import { wyckoff } from './wyckoff.ts'

export interface HeadEntry {
  readonly id: string
  readonly name: string
  readonly vote: Head
}

/** The nine heads, in the order in which their votes stand in a record. */
export const heads: readonly HeadEntry[] = [
  { id: 'HEAD_A', name: 'technical', vote: technical },
  { id: 'HEAD_B', name: 'sentiment', vote: sentiment },
  { id: 'HEAD_C', name: 'volume', vote: volume },
  { id: 'HEAD_D', name: 'rules', vote: rules },
  { id: 'HEAD_E', name: 'ict', vote: ict },
  { id: 'HEAD_F', name: 'wyckoff', vote: wyckoff },
  { id: 'HEAD_G', name: 'harmonic', vote: harmonic },
  { id: 'HEAD_H', name: 'structure', vote: structure },
  { id: 'HEAD_I', name: 'crypto', vote: cryptoMetrics },
]

/** All nine votes on one closed candle. A head that throws is an ERROR vote, not a lost scan. */
export function castVotes(input: HeadInput): readonly Vote[] {
  return heads.map(({ id, vote }) => {
    try {
      return vote(input)
    } catch (error) {
      return abstain(id, input, { validity: 'ERROR', reason: String(error) })
    }
  })
}
