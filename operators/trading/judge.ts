import { contentId } from '../../engine/core/identity.ts'
import { defineJoin, type OperatorContext } from '../../engine/core/operator.ts'
import type {
  Candidate,
  Candle,
  ContextPoint,
  Embedding,
  FeatureVector,
  HeadVotes,
  MarketRegime,
  Outcome,
  Rejection,
  Setting,
  Weights,
} from '../../schemas/contracts.generated.ts'
import { weighVotes } from '../consensus/consensus.ts'
import { type Preset, presets } from '../consensus/presets.ts'
import { plainFeatures } from '../features/plain-features.ts'
import { withOutcome } from '../gates/history.ts'
import { type MarketCase, runMarketGates } from '../gates/market-gates.ts'
import { rewardRiskGate } from '../gates/reward-risk.ts'
import type { Verdict } from '../gates/verdict.ts'
import { modelHeadId } from '../heads/model-head.ts'
import { equalWeights } from '../learning/projection.ts'
import { opinionOf, riskOf } from '../memory/opinion.ts'
import { costDefaults, type Levels, levelsOf, type Side } from '../positions/levels.ts'
import { structureLevels } from '../positions/structure-levels.ts'
import { unbrokenTurns } from '../positions/unbroken-turns.ts'
import { initialRegime } from '../regime/regime.ts'
import { regimeAt, timeframesAt, withRegime } from '../regime/regimes-kept.ts'
import { isTimeframe, type Timeframe, timeframeMs, timeframes } from '../timeframe.ts'
import {
  emptySymbol,
  hourAtrPct,
  type JudgeState,
  judgeStateOfOld,
  type LevelMeasure,
  levelMeasureOf,
  type Shared,
  type SymbolState,
} from './judge-state.ts'
import { presetOf, type TradingSettings } from './trading-settings.ts'

/** A candidate, or the refusal of one with what a shadow needs to follow it. */
export type Judgement =
  | { readonly kind: 'candidate'; readonly candidate: Candidate }
  | {
      readonly kind: 'rejection'
      readonly rejection: Rejection
      /** What it would have been; null where consensus refused or no position is possible. */
      readonly shadow: Candidate | null
    }

type Context = OperatorContext<Judgement, JudgeState>

/** The confluence gate looks at twenty; swings behind levels may be three days of hours old. */
const triggerCandlesMax = 24
export const levelCandlesMax = 72

/**
 * One symbol's own judgement: its votes, weighed by the weights in force, through the market's
 * gates. Every opportunity ends as a candidate or as a rejection with its numbers.
 */
export function judge({
  id,
  settings,
}: {
  readonly id: string
  readonly settings: TradingSettings
}) {
  const kept: readonly Timeframe[] = settings.regimeAdapt ? timeframes : ['15m', '1h']

  return defineJoin<
    {
      weights: Weights
      setting: Setting
      candle: Candle
      features: FeatureVector
      regime: MarketRegime
      context: ContextPoint
      outcome: Outcome
      votes: HeadVotes
      embedding: Embedding
    },
    Judgement,
    JudgeState
  >({
    id,
    version: 3,
    migrate: judgeStateOfOld,
    on: {
      weights({ weights, version, calibration }, context) {
        context.shared.put({ ...sharedOf(context), weights, version, calibration })
      },
      setting(setting, context) {
        const preset = presetOf(setting)
        if (preset !== undefined) context.shared.put({ ...sharedOf(context), preset })
      },
      candle(candle, context) {
        if (candle.revision > 0) return
        const { timeframe } = candle
        if (!isTimeframe(timeframe) || !kept.includes(timeframe)) return
        const state = symbolOf(context)
        const before = state.candles[timeframe] ?? []
        const max = timeframeMs[timeframe] < timeframeMs['1h'] ? triggerCandlesMax : levelCandlesMax
        state.candles[timeframe] = [...before, candle].slice(-max)
        context.store.put(state)
        judgeWhenComplete(context)
      },
      features(features, context) {
        const { timeframe } = features
        if (!isTimeframe(timeframe) || !kept.includes(timeframe)) return
        const state = symbolOf(context)
        state.features[timeframe] = plainFeatures(features)
        context.store.put(state)
        judgeWhenComplete(context)
      },
      regime(regime, context) {
        const state = symbolOf(context)
        context.store.put({ ...state, regimes: withRegime(state.regimes, regime) })
      },
      context({ kind, value }, context) {
        if (kind !== 'funding') return
        context.store.put({ ...symbolOf(context), fundingRate: value })
      },
      outcome({ direction, regime, won }, context) {
        const state = symbolOf(context)
        context.store.put({
          ...state,
          history: withOutcome(state.history, { direction, regime, won }),
        })
      },
      embedding(embedding, context) {
        context.store.put({ ...symbolOf(context), memory: opinionOf(embedding) })
      },
      votes(votes, context) {
        context.store.put({ ...symbolOf(context), votes })
        judgeWhenComplete(context)
      },
    },
  })

  function sharedOf(context: Context): Shared {
    return (
      (context.shared.get() as Shared | undefined) ?? {
        weights: equalWeights(settings.heads),
        version: 0,
        preset: presets[settings.preset],
      }
    )
  }

  /** Candle, features and votes of one close come one after the other: judged when all are there. */
  function judgeWhenComplete(context: Context): void {
    const state = symbolOf(context)
    const { votes } = state
    if (votes === null || !isTimeframe(votes.timeframe)) return
    const features = state.features[votes.timeframe]
    const candles = state.candles[votes.timeframe] ?? []
    if (features === undefined || features.close_time !== votes.close_time) return
    if (candles.at(-1)?.open_time !== features.open_time) return
    context.store.put({ ...state, votes: null })
    const { regime } = regimeAt(state.regimes, votes.close_time) ?? initialRegime
    const { weights, version, preset: chosen, calibration } = sharedOf(context)
    const preset = {
      ...chosen,
      netProfitMinPct: settings.netProfitMinPct ?? chosen.netProfitMinPct,
    }
    const consensus = weighVotes(votes.votes, weights, preset.vote, votes.close_time, calibration)
    if (consensus.direction === 'FLAT') return
    context.count('opportunities')
    const { analysis } = timeframesAt(state.regimes, votes.close_time)
    const measure = levelMeasureOf(state, analysis)
    const levels = measure && levelsBy(state, measure, features.close, consensus.direction, preset)
    const subject: MarketCase = {
      preset,
      consensus,
      regime,
      features,
      candles,
      levels,
      history: state.history,
      memoryRisk: riskOf(state.memory, consensus.direction, votes.close_time),
      memoryGate: settings.memoryGate,
      modelVote: votes.votes.find(({ head }) => head === modelHeadId),
    }
    const run = runMarketGates(subject)
    const common = {
      symbol: votes.symbol,
      timeframe: votes.timeframe,
      direction: consensus.direction,
      candle_close_time: votes.close_time,
      confidence: consensus.confidence,
      probability: consensus.probability,
      support: consensus.support,
      regime,
      mode: settings.mode,
      vote_id: votes.id,
      weights_version: version,
      gates: run.results,
    }
    const candidateId = contentId('candidate', votes.symbol, votes.timeframe, votes.close_time)
    const candidate: Candidate | null = levels && {
      ...common,
      id: candidateId,
      reference_price: features.close,
      take_profit: levels.takeProfit,
      stop_loss: levels.stopLoss,
      atr: measure?.atr ?? 0,
      atr_pct: levels.atrPct,
      reward_risk: levels.rewardRisk,
      net_profit_pct: levels.netProfitPct,
      funding_rate: state.fundingRate,
      votes: votes.votes,
      levels_reason: levels.reason,
      hour_atr_pct: hourAtrPct(state, features.close),
    }
    if (run.passed && candidate !== null) context.emit({ kind: 'candidate', candidate })
    else {
      // Where no position is possible, that gate has refused already.
      const verdict = run.refusal ?? rewardRiskGate(levels, preset)
      context.emit(refusal(common, candidateId, candidate, verdict))
    }
  }

  function levelsBy(
    state: SymbolState,
    { atr, timeframe }: LevelMeasure,
    price: number,
    side: Side,
    { rewardRiskMin }: Preset,
  ): Levels | null {
    const { market: kind } = settings
    const input = { side, kind, price, atr, costs: costDefaults[kind] }
    if (settings.levels === 'atr') return levelsOf(input)
    const turns = unbrokenTurns(state.candles[timeframe] ?? [])
    return structureLevels({ ...input, turns, timeframe, rewardRiskMin })
  }
}

type Common = Omit<
  Rejection,
  'id' | 'candidate_id' | 'stage' | 'gate' | 'value' | 'threshold' | 'note'
>

function refusal(
  common: Common,
  candidateId: string,
  candidate: Candidate | null,
  { gate, value, threshold, note }: Verdict,
): Judgement {
  return {
    kind: 'rejection',
    rejection: {
      ...common,
      id: contentId('rejection', candidateId, 'MARKET'),
      candidate_id: candidateId,
      stage: 'MARKET',
      gate,
      value,
      threshold,
      note,
    },
    shadow: gate === 'consensus' ? null : candidate,
  }
}

function symbolOf(context: Context): SymbolState {
  return (context.store.get() as SymbolState | undefined) ?? emptySymbol()
}
