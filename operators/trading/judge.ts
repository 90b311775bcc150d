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
import type { CalibrationByHead } from '../consensus/calibration.ts'
import { weighVotes } from '../consensus/consensus.ts'
import { type Preset, presets } from '../consensus/presets.ts'
import { type HistoryBook, withOutcome } from '../gates/history.ts'
import { type MarketCase, runMarketGates } from '../gates/market-gates.ts'
import { rewardRiskGate } from '../gates/reward-risk.ts'
import type { Verdict } from '../gates/verdict.ts'
import { modelHeadId } from '../heads/model-head.ts'
import { equalWeights } from '../learning/projection.ts'
import { type MemoryOpinion, opinionOf, riskOf } from '../memory/opinion.ts'
import { costDefaults, levelsOf } from '../positions/levels.ts'
import { initialRegime } from '../regime/regime.ts'
import {
  noRegimes,
  type RegimesKept,
  regimeAt,
  timeframesAt,
  withRegime,
} from '../regime/regimes-kept.ts'
import { isTimeframe, type Timeframe, timeframeMs, timeframes } from '../timeframe.ts'
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

interface SymbolState {
  readonly candles: { [timeframe in Timeframe]?: readonly Candle[] }
  readonly features: { [timeframe in Timeframe]?: FeatureVector }
  regimes: RegimesKept
  history: HistoryBook
  fundingRate: number | null
  memory: MemoryOpinion | null
  /** Votes whose candle or features have not come yet. */
  votes: HeadVotes | null
}

interface Shared {
  readonly weights: { readonly [head: string]: number }
  readonly version: number
  readonly preset: Preset
  /** Absent in a state from before there was one. */
  readonly calibration?: CalibrationByHead
}

type State = SymbolState | Shared
type Context = OperatorContext<Judgement, State>

/** The confluence gate looks at twenty. */
const candlesMax = 24

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
  const triggers: readonly Timeframe[] = settings.regimeAdapt ? timeframes : ['15m']
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
    State
  >({
    id,
    version: 3,
    migrate: (state) => (isShared(state as State) ? (state as Shared) : symbolOfOld(state)),
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
        if (!isTimeframe(timeframe) || !triggers.includes(timeframe)) return
        const state = symbolOf(context)
        const before = state.candles[timeframe] ?? []
        state.candles[timeframe] = [...before, candle].slice(-candlesMax)
        context.store.put(state)
        judgeWhenComplete(context)
      },
      features(features, context) {
        const { timeframe } = features
        if (!isTimeframe(timeframe) || !kept.includes(timeframe)) return
        const state = symbolOf(context)
        state.features[timeframe] = features
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
    const atr = atrOf(state, analysis)
    const levels =
      atr === null
        ? null
        : levelsOf({
            side: consensus.direction,
            kind: settings.market,
            price: features.close,
            atr,
            costs: costDefaults[settings.market],
          })
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
      atr: atr ?? 0,
      atr_pct: levels.atrPct,
      reward_risk: levels.rewardRisk,
      net_profit_pct: levels.netProfitPct,
      funding_rate: state.fundingRate,
      votes: votes.votes,
    }
    if (run.passed && candidate !== null) context.emit({ kind: 'candidate', candidate })
    else {
      // Where no position is possible, that gate has refused already.
      const verdict = run.refusal ?? rewardRiskGate(levels, preset)
      context.emit(refusal(common, candidateId, candidate, verdict))
    }
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

function isShared(state: State): state is Shared {
  return 'weights' in state
}

function symbolOf(context: Context): SymbolState {
  return (
    (context.store.get() as SymbolState | undefined) ?? {
      candles: {},
      features: {},
      regimes: noRegimes,
      history: {},
      fundingRate: null,
      memory: null,
      votes: null,
    }
  )
}

/** Version 2 knew 15m alone and kept the regime itself, version 1 had no memory. */
function symbolOfOld(saved: unknown): SymbolState {
  const { candles15m, features15m, features1h, history, fundingRate, votes, memory } =
    saved as Pick<SymbolState, 'history' | 'fundingRate' | 'votes'> & {
      readonly candles15m: readonly Candle[]
      readonly features15m: FeatureVector | null
      readonly features1h: FeatureVector | null
      readonly memory?: MemoryOpinion | null
    }
  return {
    candles: { '15m': candles15m },
    features: {
      ...(features15m === null ? {} : { '15m': features15m }),
      ...(features1h === null ? {} : { '1h': features1h }),
    },
    regimes: noRegimes,
    history,
    fundingRate,
    memory: memory ?? null,
    votes,
  }
}

/** ATR14 of 1h, or of the longer analysis timeframe; of 1h too while the longer one is not known. */
function atrOf({ features }: SymbolState, analysis: Timeframe): number | null {
  const longer = timeframeMs[analysis] > timeframeMs['1h'] ? analysis : '1h'
  return features[longer]?.atr_14 ?? features['1h']?.atr_14 ?? null
}
