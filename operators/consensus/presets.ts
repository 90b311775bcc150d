import type { Regime } from '../regime/regime.ts'

export const presetNames = ['strict', 'standard', 'exploring'] as const

export type PresetName = (typeof presetNames)[number]

/** From which probability and confidence a vote counts as valid. */
export interface VoteThresholds {
  readonly probabilityMin: number
  readonly confidenceMin: number
}

export interface Preset {
  readonly name: PresetName
  readonly vote: VoteThresholds
  readonly consensusConfidenceMin: number
  /** Of 100 points. */
  readonly confluenceMin: number
  /** Net of costs. */
  readonly rewardRiskMin: number
  /** Times the break-even rate of the case's reward/risk; null: the gate is off. */
  readonly historyFactor: number | null
  /** Per cent of notional. */
  readonly netProfitMinPct: number
  /** null: the gate is off. */
  readonly memoryRiskMax: number | null
  /** Whether the regimes' own minimum confidence holds too. */
  readonly regimeConfidence: boolean
}

export const presets: { readonly [name in PresetName]: Preset } = {
  strict: {
    name: 'strict',
    vote: { probabilityMin: 0.6, confidenceMin: 0.7 },
    consensusConfidenceMin: 0.8,
    confluenceMin: 70,
    rewardRiskMin: 1.5,
    historyFactor: 1.2,
    netProfitMinPct: 1,
    memoryRiskMax: 0.6,
    regimeConfidence: true,
  },
  standard: {
    name: 'standard',
    vote: { probabilityMin: 0.55, confidenceMin: 0.55 },
    consensusConfidenceMin: 0.65,
    confluenceMin: 60,
    rewardRiskMin: 1.2,
    historyFactor: 1.05,
    netProfitMinPct: 0.5,
    memoryRiskMax: 0.7,
    regimeConfidence: false,
  },
  exploring: {
    name: 'exploring',
    vote: { probabilityMin: 0.52, confidenceMin: 0.5 },
    consensusConfidenceMin: 0.55,
    confluenceMin: 50,
    rewardRiskMin: 1,
    historyFactor: null,
    netProfitMinPct: 0.3,
    memoryRiskMax: null,
    regimeConfidence: false,
  },
}

export interface RegimeLimit {
  /** Open signals with this entry regime. */
  readonly openMax: number
  /** Asked for in `strict` only. */
  readonly confidenceMin: number
}

export const regimeLimits: { readonly [regime in Regime]: RegimeLimit } = {
  TRENDING: { openMax: 2, confidenceMin: 0.85 },
  RANGING: { openMax: 1, confidenceMin: 0.9 },
  VOLATILE: { openMax: 1, confidenceMin: 0.92 },
  BREAKOUT: { openMax: 3, confidenceMin: 0.8 },
  LOW_VOLATILITY: { openMax: 2, confidenceMin: 0.82 },
}
