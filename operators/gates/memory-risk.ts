import type { Preset } from '../consensus/presets.ts'
import { atMost, noOpinion, type Verdict } from './verdict.ts'

export const memoryGates = ['watch', 'refuse'] as const

/** `memory.gate`: whether a risk above the preset's is only told, or refuses. */
export type MemoryGate = (typeof memoryGates)[number]

/** The risk that the market memory sees in the case's own side; null: it has no opinion, or none yet. */
export function memoryRiskGate(risk: number | null, preset: Preset, gate: MemoryGate): Verdict {
  if (preset.memoryRiskMax === null) return noOpinion('memory-risk', `off in ${preset.name}`)
  if (risk === null) return noOpinion('memory-risk', 'the market memory has no opinion')
  const note = `memory risk ${risk.toFixed(3)}`
  const verdict = atMost('memory-risk', risk, preset.memoryRiskMax, note)
  return gate === 'refuse' || verdict.passed
    ? verdict
    : { ...verdict, passed: true, note: `${note}, only watched` }
}
