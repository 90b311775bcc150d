import type { Vote } from '../../schemas/contracts.generated.ts'
import { cryptoCaster, cryptoMetrics } from './crypto.ts'
import { harmonic, harmonicCaster } from './harmonic/harmonic.ts'
import type { Head, HeadInput } from './head.ts'
import { ict, ictCaster } from './ict/ict.ts'
import { rules, rulesCaster } from './rules/rules.ts'
import { sentiment, sentimentCaster } from './sentiment.ts'
import { structure, structureCaster } from './structure/structure.ts'
import { technical, technicalCaster } from './technical/technical.ts'
import { volume, volumeCaster } from './volume/volume.ts'
import { abstain, type Caster } from './vote.ts'
import { wyckoff, wyckoffCaster } from './wyckoff/wyckoff.ts'

export interface HeadEntry {
  readonly caster: Caster
  readonly name: string
  readonly vote: Head
}

/** The nine heads, in the order in which their votes stand in a record. */
export const heads: readonly HeadEntry[] = [
  { caster: technicalCaster, name: 'technical', vote: technical },
  { caster: sentimentCaster, name: 'sentiment', vote: sentiment },
  { caster: volumeCaster, name: 'volume', vote: volume },
  { caster: rulesCaster, name: 'rules', vote: rules },
  { caster: ictCaster, name: 'ict', vote: ict },
  { caster: wyckoffCaster, name: 'wyckoff', vote: wyckoff },
  { caster: harmonicCaster, name: 'harmonic', vote: harmonic },
  { caster: structureCaster, name: 'structure', vote: structure },
  { caster: cryptoCaster, name: 'crypto', vote: cryptoMetrics },
]

/** All votes on one closed candle. A head that throws is an ERROR vote, not a lost scan. */
export function castVotes(input: HeadInput, asked: readonly HeadEntry[] = heads): readonly Vote[] {
  return asked.map(({ caster, vote }) => {
    try {
      return vote(input)
    } catch (error) {
      return abstain(caster, input, { validity: 'ERROR', reason: String(error) })
    }
  })
}
