import { defineJoin, type OperatorContext } from '../../engine/core/operator.ts'
import type { Candle, FeatureVector, MarketRegime } from '../../schemas/contracts.generated.ts'
import { plainFeatures } from '../features/plain-features.ts'
import { rankInPast } from '../statistics/past-values.ts'
import { describeMarket } from './describe-market.ts'
import type { MarketState } from './market-readings.ts'
import {
  type MemoryState,
  type MemoryStore,
  type OwnMeasure,
  pastOf,
  pastSlot,
  type WordsHead,
  wordsHeadOf,
} from './remembered.ts'

export const memoryTimeframe = '1h'

/** The market at one closed candle, in words. */
export interface MarketInWords {
  readonly candle: Candle
  readonly features: FeatureVector
  readonly regime: string
  readonly text: string
  /** Subjects that could not be read. */
  readonly absent: readonly string[]
}

/** Asked before anything is read: of sixty candles the memory is about one. */
export function isOfCandle({ revision, timeframe }: Candle): boolean {
  return revision === 0 && timeframe === memoryTimeframe
}

export function isOfFeatures({ timeframe }: FeatureVector): boolean {
  return timeframe === memoryTimeframe
}

/** Candle, features and regime of one close come one after the other: with the last there are words, once. */
export function wordsWhenComplete(head: WordsHead, store: MemoryStore): MarketInWords | null {
  const { candle, features, regime: told } = head
  if (candle === null || features === null || candle.open_time !== features.open_time) return null
  if (told === null || told.time !== features.close_time) return null
  head.candle = null
  head.features = null
  const { regime } = told
  const ranks = ranksOf(store, features, told)
  const described = describeMarket({ features, regime, synthetic: candle.synthetic, ranks })
  return { candle, features, regime, ...described }
}

/** Each closed 1h candle of a symbol to its market in words, for an encoder that works elsewhere. */
export function marketWords({ id }: { readonly id: string }) {
  return defineJoin<
    { candle: Candle; features: FeatureVector; regime: MarketRegime },
    MarketInWords,
    MemoryState
  >({
    id,
    version: 1,
    on: {
      candle(candle, context) {
        if (!isOfCandle(candle)) return
        const head = wordsHeadOf(context.store)
        head.candle = candle
        tell(head, context)
      },
      features(features, context) {
        if (!isOfFeatures(features)) return
        const head = wordsHeadOf(context.store)
        head.features = plainFeatures(features)
        tell(head, context)
      },
      regime(regime, context) {
        const head = wordsHeadOf(context.store)
        head.regime = regime
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
function ranksOf(
  store: MemoryStore,
  { relative_volume_20: volume, roc_12: change }: FeatureVector,
  regime: MarketRegime,
): MarketState['ranks'] {
  const rank = (measure: OwnMeasure, value: number | null): number | null => {
    if (value === null) return null
    const past = pastOf(store, measure)
    const found = rankInPast(past, value)
    store.put(past, pastSlot(measure))
    return found
  }
  return {
    volatility: regime.atr_rank,
    'band-width': regime.band_width_rank,
    volume: rank('volume', volume),
    move: rank('move', change === null ? null : Math.abs(change)),
  }
}
