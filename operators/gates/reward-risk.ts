import type { Preset } from '../consensus/presets.ts'
import type { Levels } from '../positions/levels.ts'
import { atLeast, percent, unmeasured, type Verdict } from './verdict.ts'

export function rewardRiskGate(levels: Levels | null, preset: Preset): Verdict {
  const threshold = preset.rewardRiskMin
  if (levels === null) return unmeasured('reward-risk', threshold, 'no levels for this position')
  const { netProfitPct, netLossPct, breakEven, rewardRisk } = levels
  const sides = `${netProfitPct.toFixed(3)} % against ${netLossPct.toFixed(3)} % net of costs`
  const note = `${sides}, break-even at ${percent(breakEven)}`
  return atLeast('reward-risk', rewardRisk, threshold, note)
}
