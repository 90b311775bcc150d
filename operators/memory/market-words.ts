import { defineJoin, type OperatorContext } from '../../engine/core/operator.ts'
import type { Candle, FeatureVector } from '../../schemas/contracts.generated.ts'
import { type Regime, stepRegime } from '../regime/regime.ts'
import { describeMarket } from './describe-market.ts'
import { type MarketState, measureOf, type RankedMeasure } from './market-readings.ts'
import { rankInPast } from './past-values.ts'
import {
  type MemoryState,
  type MemoryStore,
  pastOf,
  pastSlot,
  type WordsHead,
  wordsHeadOf,
} from './remembered.ts'

export const memoryTimeframe = '1h'
/** As many as the regime looks at, and some. */
const regimeCandlesMax = 32

/** The market at one closed candle, in words. */
export interface MarketInWords {
  readonly candle: Candle
  readonly features: FeatureVector
  readonly regime: Regime
  readonly text: string
  /** Subjects that could not be read. */
  readonly absent: readonly string[]
}

/** Asked before anything is read: of sixty candles the memory is about one. */
export function isOfCandle({ revision, timeframe }: Candle): boolean {
  return revision === 0 && timeframe === memoryTimeframe
}

export function isOfFeatures({ timeframe }: FeatureVector): boolean {
  return timeframe === memoryTimeframe || timeframe === '1d'
}

export function takeCandle(head: WordsHead, candle: Candle): void {
  const { high, low, close } = candle
  head.candle = candle
  head.candles = [...head.candles, { high, low, close }].slice(-regimeCandlesMax)
}

export function takeFeatures(head: WordsHead, features: FeatureVector): void {
  const { atr_14: atr, close } = features
  if (features.timeframe === memoryTimeframe) head.features = features
  else head.dailyVolatilityPct = atr === null ? null : (100 * atr) / close
}

/** Candle and features of one close come one after the other: with the second there are words, once. */
export function wordsWhenComplete(head: WordsHead, store: MemoryStore): MarketInWords | null {
  const { candle, features, candles, dailyVolatilityPct } = head
  if (candle === null || features === null || candle.open_time !== features.open_time) return null
  head.candle = null
  head.features = null
  head.regime = stepRegime(head.regime, { features, candles, dailyVolatilityPct })
  const { regime } = head.regime
  const ranks = ranksOf(store, features)
  const described = describeMarket({ features, regime, synthetic: candle.synthetic, ranks })
  return { candle, features, regime, ...described }
}

/** Each closed 1h candle of a symbol to its market in words, for an encoder that works elsewhere. */
export function marketWords({ id }: { readonly id: string }) {
  return defineJoin<{ candle: Candle; features: FeatureVector }, MarketInWords, MemoryState>({
    id,
    version: 1,
    on: {
      candle(candle, context) {
        if (!isOfCandle(candle)) return
        const head = wordsHeadOf(context.store)
        takeCandle(head, candle)
        tell(head, context)
      },
      features(features, context) {
        if (!isOfFeatures(features)) return
        const head = wordsHeadOf(context.store)
        takeFeatures(head, features)
        tell(head, context)
      },
    },
  })
}

function tell(head: WordsHead, context: OperatorContext<MarketInWords, MemoryState>): void {
  const words = wordsWhenComplete(head, context.store)
  context.store.put(head)
  if (words !== null) context.emit(words)
}

/** Each measure's place in its past, which it then is part of. */
function ranksOf(store: MemoryStore, features: FeatureVector): MarketState['ranks'] {
  const rank = (measure: RankedMeasure): number | null => {
    const value = measureOf(measure, features)
    if (value === null) return null
    const past = pastOf(store, measure)
    const found = rankInPast(past, value)
    store.put(past, pastSlot(measure))
    return found
  }
  return {
    volatility: rank('volatility'),
    'band-width': rank('band-width'),
    volume: rank('volume'),
    move: rank('move'),
  }
}
