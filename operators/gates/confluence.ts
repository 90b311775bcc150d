import type { Preset } from '../consensus/presets.ts'
import {
  bollinger,
  type ConfluenceCase,
  macd,
  movingAverages,
  priceAction,
  volume,
} from './confluence-parts.ts'
import { atLeast, unmeasured, type Verdict } from './verdict.ts'

/** Points of 100, and the share of them, 0 to 1, that a part gives. */
const parts = [
  { name: 'price action', points: 30, share: priceAction },
  { name: 'Bollinger', points: 20, share: bollinger },
  { name: 'volume', points: 20, share: volume },
  { name: 'MACD', points: 15, share: macd },
  { name: 'moving averages', points: 15, share: movingAverages },
] as const

/** Below this much of the 100 the rest says too little to be scaled up. */
const measurableMin = 50

export interface Confluence {
  /** Of 100, scaled up from what could be measured; null when that is less than half. */
  readonly score: number | null
  readonly parts: readonly {
    readonly name: string
    readonly got: number | null
    readonly of: number
  }[]
}

export function confluenceOf(evidence: ConfluenceCase): Confluence {
  let got = 0
  let of = 0
  const measured = parts.map(({ name, points, share }) => {
    const part = share(evidence)
    if (part === null) return { name, got: null, of: points }
    got += points * part
    of += points
    return { name, got: points * part, of: points }
  })
  return { score: of >= measurableMin ? (got / of) * 100 : null, parts: measured }
}

export function confluenceGate(evidence: ConfluenceCase, preset: Preset): Verdict {
  const { score, parts: measured } = confluenceOf(evidence)
  const note = measured
    .map(({ name, got, of }) => `${name} ${got === null ? 'absent' : got.toFixed(1)} of ${of}`)
    .join(', ')
  if (score === null) return unmeasured('confluence', preset.confluenceMin, note)
  return atLeast('confluence', score, preset.confluenceMin, note)
}
