import { contentId } from '../../engine/core/identity.ts'
import { defineJoin, type OperatorContext } from '../../engine/core/operator.ts'
import type {
  Candidate,
  Candle,
  ContextPoint,
  Embedding,
  FeatureVector,
  HeadVotes,
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
import { equalWeights } from '../learning/projection.ts'
import { type MemoryOpinion, opinionOf, riskOf } from '../memory/opinion.ts'
import { costDefaults, levelsOf } from '../positions/levels.ts'
import { initialRegime, type RegimeState, stepRegime } from '../regime/regime.ts'
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
  candles15m: Candle[]
  candles1h: Candle[]
  features15m: FeatureVector | null
  features1h: FeatureVector | null
  dailyVolatilityPct: number | null
  regime: RegimeState
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

const candles15mMax = 24
const candles1hMax = 32

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
  return defineJoin<
    {
      weights: Weights
      setting: Setting
      candle: Candle
      features: FeatureVector
      context: ContextPoint
      outcome: Outcome
      votes: HeadVotes
      embedding: Embedding
    },
    Judgement,
    State
  >({
    id,
    version: 2,
    // Version 1 had no memory.
    migrate: (state) =>
      isShared(state as State) ? (state as Shared) : { ...(state as SymbolState), memory: null },
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
        if (candle.timeframe === '15m') {
          keep(context, 'candles15m', candle, candles15mMax)
          judgeWhenComplete(context)
        } else if (candle.timeframe === '1h') keep(context, 'candles1h', candle, candles1hMax)
      },
      features(features, context) {
        takeFeatures(features, context)
        judgeWhenComplete(context)
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
    const { features15m: features, features1h, votes } = state
    if (features === null || votes === null || features.close_time !== votes.close_time) return
    if (state.candles15m.at(-1)?.open_time !== features.open_time) return
    context.store.put({ ...state, votes: null })
    const { weights, version, preset: chosen, calibration } = sharedOf(context)
    const preset = {
      ...chosen,
      netProfitMinPct: settings.netProfitMinPct ?? chosen.netProfitMinPct,
    }
    const consensus = weighVotes(votes.votes, weights, preset.vote, votes.close_time, calibration)
    if (consensus.direction === 'FLAT') return
    context.count('opportunities')
    const atr = features1h?.atr_14 ?? null
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
      regime: state.regime.regime,
      features,
      candles: state.candles15m,
      levels,
      history: state.history,
      memoryRisk: riskOf(state.memory, consensus.direction, votes.close_time),
      memoryGate: settings.memoryGate,
      modelApproval: null,
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
      regime: state.regime.regime,
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
      candles15m: [],
      candles1h: [],
      features15m: null,
      features1h: null,
      dailyVolatilityPct: null,
      regime: initialRegime,
      history: {},
      fundingRate: null,
      memory: null,
      votes: null,
    }
  )
}

function keep(
  context: Context,
  name: 'candles15m' | 'candles1h',
  candle: Candle,
  max: number,
): void {
  const state = symbolOf(context)
  context.store.put({ ...state, [name]: [...state[name], candle].slice(-max) })
}

function takeFeatures(features: FeatureVector, context: Context): void {
  const { timeframe } = features
  if (timeframe !== '15m' && timeframe !== '1h' && timeframe !== '1d') return
  const state = symbolOf(context)
  if (timeframe === '15m') context.store.put({ ...state, features15m: features })
  else if (timeframe === '1d') {
    const volatility = features.atr_14 === null ? null : (100 * features.atr_14) / features.close
    context.store.put({ ...state, dailyVolatilityPct: volatility })
  } else {
    const regime = stepRegime(state.regime, {
      features,
      candles: state.candles1h,
      dailyVolatilityPct: state.dailyVolatilityPct,
    })
    context.store.put({ ...state, features1h: features, regime })
  }
}
