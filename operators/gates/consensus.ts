import { agreeingMin, type Consensus, supportMin } from '../consensus/consensus.ts'
import type { Preset } from '../consensus/presets.ts'
import { reaches } from '../consensus/rounding.ts'
import { atLeast, percent, type Verdict } from './verdict.ts'

/** The value is what refused: support, heads agreeing, or confidence; confidence when it passes. */
export function consensusGate(consensus: Consensus, preset: Preset): Verdict {
  const gate = 'consensus'
  const { direction, support, agreeing, valid, confidence } = consensus
  const heads = `${agreeing} of ${valid} valid heads agree on ${direction}`
  const note = `${heads}, support ${percent(support)}, confidence ${confidence.toFixed(3)}`
  if (direction === 'FLAT') {
    return { gate, value: consensus.score, threshold: null, passed: false, note: 'no direction' }
  }
  if (!reaches(support, supportMin)) return atLeast(gate, support, supportMin, note)
  if (agreeing < agreeingMin) return atLeast(gate, agreeing, agreeingMin, note)
  return atLeast(gate, confidence, preset.consensusConfidenceMin, note)
}
