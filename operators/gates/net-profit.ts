import type { Preset } from '../consensus/presets.ts'
import type { Levels } from '../positions/levels.ts'
import { atLeast, unmeasured, type Verdict } from './verdict.ts'

export function netProfitGate(levels: Levels | null, preset: Preset): Verdict {
  const threshold = preset.netProfitMinPct
  if (levels === null) return unmeasured('net-profit', threshold, 'no levels for this position')
  const { netProfitPct, costsPct } = levels
  const note = `take profit leaves ${netProfitPct.toFixed(3)} % after costs of ${costsPct.toFixed(3)} %`
  return atLeast('net-profit', netProfitPct, threshold, note)
}
