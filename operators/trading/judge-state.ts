import type { Candle, FeatureVector, HeadVotes } from '../../schemas/contracts.generated.ts'
import type { CalibrationByHead } from '../consensus/calibration.ts'
import type { Preset } from '../consensus/presets.ts'
import type { HistoryBook } from '../gates/history.ts'
import type { MemoryOpinion } from '../memory/opinion.ts'
import { noRegimes, type RegimesKept } from '../regime/regimes-kept.ts'
import { type Timeframe, timeframeMs } from '../timeframe.ts'

/** What a symbol's judgement knows. */
export interface SymbolState {
  readonly candles: { [timeframe in Timeframe]?: readonly Candle[] }
  readonly features: { [timeframe in Timeframe]?: FeatureVector }
  regimes: RegimesKept
  history: HistoryBook
  fundingRate: number | null
  memory: MemoryOpinion | null
  /** Votes whose candle or features have not come yet. */
  votes: HeadVotes | null
}

/** What is in force for all symbols. */
export interface Shared {
  readonly weights: { readonly [head: string]: number }
  readonly version: number
  readonly preset: Preset
  /** Absent in a state from before there was one. */
  readonly calibration?: CalibrationByHead
}

export type JudgeState = SymbolState | Shared

export function emptySymbol(): SymbolState {
  return {
    candles: {},
    features: {},
    regimes: noRegimes,
    history: {},
    fundingRate: null,
    memory: null,
    votes: null,
  }
}

export function judgeStateOfOld(saved: unknown): JudgeState {
  const state = saved as JudgeState
  return 'weights' in state ? state : symbolOfOld(saved)
}

/** Version 2 knew 15m alone and kept the regime itself, version 1 had no memory. */
function symbolOfOld(saved: unknown): SymbolState {
  const { candles15m, candles1h, features15m, features1h, history, fundingRate, votes, memory } =
    saved as Pick<SymbolState, 'history' | 'fundingRate' | 'votes'> & {
      readonly candles15m: readonly Candle[]
      readonly candles1h: readonly Candle[]
      readonly features15m: FeatureVector | null
      readonly features1h: FeatureVector | null
      readonly memory?: MemoryOpinion | null
    }
  return {
    candles: { '15m': candles15m, '1h': candles1h },
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

/** By what the levels of a signal are measured. */
export interface LevelMeasure {
  readonly atr: number
  readonly timeframe: Timeframe
}

/** ATR14 of 1h, or of the longer analysis timeframe; of 1h too while the longer one is not known. */
export function levelMeasureOf(
  { features }: SymbolState,
  analysis: Timeframe,
): LevelMeasure | null {
  const longer = timeframeMs[analysis] > timeframeMs['1h'] ? analysis : '1h'
  for (const timeframe of [longer, '1h'] as const) {
    const atr = features[timeframe]?.atr_14 ?? null
    if (atr !== null) return { atr, timeframe }
  }
  return null
}

/** Over the price at hand, as the levels' own. */
export function hourAtrPct({ features }: SymbolState, price: number): number | null {
  const atr = features['1h']?.atr_14 ?? null
  return atr === null ? null : (atr / price) * 100
}
