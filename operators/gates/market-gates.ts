import type { Candle, FeatureVector, Vote } from '../../schemas/contracts.generated.ts'
import type { Consensus } from '../consensus/consensus.ts'
import type { Preset } from '../consensus/presets.ts'
import type { Levels } from '../positions/levels.ts'
import { confluenceGate } from './confluence.ts'
import { consensusGate } from './consensus.ts'
import { freshnessGate } from './freshness.ts'
import { type MarketGateName, marketGateNames } from './gate-names.ts'
import { type HistoryBook, historyGate } from './history.ts'
import { type MemoryGate, memoryRiskGate } from './memory-risk.ts'
import { modelApprovalGate } from './model-approval.ts'
import { netProfitGate } from './net-profit.ts'
import { rewardRiskGate } from './reward-risk.ts'
import { type GateRun, type Gates, runGates } from './run-gates.ts'
import type { Verdict } from './verdict.ts'

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
  readonly memoryGate: MemoryGate
  /** Of the user's model; undefined where none is deployed. */
  readonly modelVote: Vote | undefined
}

function confluence({ consensus, features, candles, preset }: MarketCase): Verdict {
  // The consensus gate has refused FLAT before this one is asked.
  const side = consensus.direction === 'SHORT' ? 'SHORT' : 'LONG'
  return confluenceGate({ side, features, candles }, preset)
}

function history({ history: book, consensus, regime, levels, preset }: MarketCase): Verdict {
  const like = { direction: consensus.direction, regime, rewardRisk: levels?.rewardRisk ?? 0 }
  return historyGate(book, like, preset)
}

const marketGates: Gates<MarketGateName, MarketCase> = {
  consensus: ({ consensus, preset }) => consensusGate(consensus, preset),
  confluence,
  'reward-risk': ({ levels, preset }) => rewardRiskGate(levels, preset),
  history,
  'memory-risk': ({ memoryRisk, memoryGate, preset }) =>
    memoryRiskGate(memoryRisk, preset, memoryGate),
  'model-approval': ({ modelVote, consensus }) => modelApprovalGate(modelVote, consensus.direction),
  'net-profit': ({ levels, preset }) => netProfitGate(levels, preset),
  freshness: ({ features, candles }) =>
    freshnessGate(features.close_time, candles.at(-1)?.receive_time ?? null),
}

export function runMarketGates(subject: MarketCase): GateRun {
  return runGates(marketGateNames, marketGates, subject)
}
