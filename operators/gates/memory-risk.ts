import type { Preset } from '../consensus/presets.ts'
import { atMost, noOpinion, type Verdict } from './verdict.ts'

/** The risk that the market memory sees in the case's own side; null: it has no opinion, or none yet. */
export function memoryRiskGate(risk: number | null, preset: Preset): Verdict {
  if (preset.memoryRiskMax === null) return noOpinion('memory-risk', `off in ${preset.name}`)
  if (risk === null) return noOpinion('memory-risk', 'the market memory has no opinion')
  return atMost('memory-risk', risk, preset.memoryRiskMax, `memory risk ${risk.toFixed(3)}`)
}
