import type { Candle, FeatureVector, GateResult } from '../../schemas/contracts.generated.ts'
import type { Consensus } from '../consensus/consensus.ts'
import type { Preset } from '../consensus/presets.ts'
import type { Levels } from '../positions/levels.ts'
import { confluenceGate } from './confluence.ts'
import { consensusGate } from './consensus.ts'
import { freshnessGate } from './freshness.ts'
import { type HistoryBook, historyGate } from './history.ts'
import { memoryRiskGate } from './memory-risk.ts'
import { modelApprovalGate } from './model-approval.ts'
import { netProfitGate } from './net-profit.ts'
import { rewardRiskGate } from './reward-risk.ts'

/** Everything one symbol knows about one opportunity. */
export interface MarketCase {
  readonly preset: Preset
  readonly consensus: Consensus
  readonly regime: string
  /** Of the trigger candle. */
  readonly features: FeatureVector
  /** Of the trigger timeframe, oldest first; the last is the trigger. */
  readonly candles: readonly Pick<Candle, 'high' | 'low' | 'close' | 'receive_time'>[]
  /** Null where the position cannot be: see `levelsOf`. */
  readonly levels: Levels | null
  readonly history: HistoryBook
  readonly memoryRisk: number | null
  readonly modelApproval: number | null
}

export interface GateRun {
  readonly passed: boolean
  /** All results up to the first refusal, which is the last of them. */
  readonly results: readonly GateResult[]
  readonly refusal: GateResult | null
}

type Gate<T> = (subject: T) => GateResult

/** Runs gates in order and asks none after the first refusal. */
export function runGates<T>(gates: readonly Gate<T>[], subject: T): GateRun {
  const results: GateResult[] = []
  for (const gate of gates) {
    const result = gate(subject)
    results.push(result)
    if (!result.passed) return { passed: false, results, refusal: result }
  }
  return { passed: true, results, refusal: null }
}

function confluence({ consensus, features, candles, preset }: MarketCase): GateResult {
  // The consensus gate has refused FLAT before this one is asked.
  const side = consensus.direction === 'SHORT' ? 'SHORT' : 'LONG'
  return confluenceGate({ side, features, candles }, preset)
}

function history({ history: book, consensus, regime, levels, preset }: MarketCase): GateResult {
  const like = { direction: consensus.direction, regime, rewardRisk: levels?.rewardRisk ?? 0 }
  return historyGate(book, like, preset)
}

const marketGates: readonly Gate<MarketCase>[] = [
  ({ consensus, preset }) => consensusGate(consensus, preset),
  confluence,
  ({ levels, preset }) => rewardRiskGate(levels, preset),
  history,
  ({ memoryRisk, preset }) => memoryRiskGate(memoryRisk, preset),
  ({ modelApproval }) => modelApprovalGate(modelApproval),
  ({ levels, preset }) => netProfitGate(levels, preset),
  ({ features, candles }) =>
    freshnessGate(features.close_time, candles.at(-1)?.receive_time ?? null),
]

export function runMarketGates(subject: MarketCase): GateRun {
  return runGates(marketGates, subject)
}
