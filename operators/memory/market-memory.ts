import { contentId } from '../../engine/core/identity.ts'
import { defineJoin, type OperatorContext } from '../../engine/core/operator.ts'
import type {
  Candle,
  ContextPoint,
  Embedding,
  FeatureVector,
  MarketRegime,
} from '../../schemas/contracts.generated.ts'
import { rankInPast } from '../statistics/past-values.ts'
import { timeframeMs } from '../timeframe.ts'
import { describeMarket } from './describe-market.ts'
import { normOf, partOf } from './distance.ts'
import { labelStates } from './label-states.ts'
import type { MarketState } from './market-readings.ts'
import { marketVector } from './market-vector.ts'
import type { MemorySettings } from './memory-settings.ts'
import { type Recalled, recall } from './recall.ts'
import {
  addFunding,
  type Head,
  headOf,
  type MemoryState,
  type MemoryStore,
  type OwnMeasure,
  pastOf,
  pastSlot,
  putState,
  type Remembered,
  stateOfVersion1,
} from './remembered.ts'
import type { TextEncoder } from './text-encoder.ts'
import { createVectorRows, type VectorRows } from './vector-rows.ts'

type Context = OperatorContext<Embedding, MemoryState>

/** Everything of one close. */
interface Close {
  readonly candle: Candle
  readonly features: FeatureVector
  readonly regime: MarketRegime
}

const timeframe = '1h'

/**
 * A symbol's memory: each closed 1h candle gives its state as text and vector, and what followed the
 * past states nearest to it. A state can be a neighbour only once its time has passed, when what a
 * LONG and a SHORT from its close would have given is known. One without an ATR cannot be followed
 * and is not remembered.
 */
export function marketMemory({
  id,
  settings,
  encoder,
}: {
  readonly id: string
  readonly settings: MemorySettings
  readonly encoder: TextEncoder
}) {
  const part = partOf(settings.mode)
  // By symbol. Only a copy of what is in the store, made anew with the graph that has the store in memory.
  const rowsBySymbol = new Map<string, VectorRows>()

  return defineJoin<
    { candle: Candle; context: ContextPoint; features: FeatureVector; regime: MarketRegime },
    Embedding,
    MemoryState
  >({
    id,
    version: 2,
    migrate: stateOfVersion1,
    on: {
      candle(candle, context) {
        if (candle.revision > 0 || candle.timeframe !== timeframe) return
        const head = headOf(context.store)
        head.candle = candle
        context.store.put(head)
        rememberWhenComplete(head, context)
      },
      context({ kind, value: rate, event_time: timeMs }, context) {
        if (kind !== 'funding') return
        addFunding(context.store, { timeMs, rate }, timeMs - 2 * settings.ageMaxMs)
      },
      features(features, context) {
        if (features.timeframe !== timeframe) return
        const head = headOf(context.store)
        head.features = features
        context.store.put(head)
        rememberWhenComplete(head, context)
      },
      regime(regime, context) {
        const head = headOf(context.store)
        head.regime = regime
        context.store.put(head)
        rememberWhenComplete(head, context)
      },
    },
  })

  /** Candle, features and regime of one close come one after the other. */
  function rememberWhenComplete(head: Head, context: Context): void {
    const { candle, features, regime } = head
    if (candle === null || features === null || candle.open_time !== features.open_time) return
    if (regime === null || regime.time !== features.close_time) return
    head.candle = null
    head.features = null
    const { store } = context
    const about = stateOf(head, { candle, features, regime }, store)
    const { id, close_time: closeMs, vector } = about
    const norm = normOf(vector, part)
    const number = head.next
    const { atr_14: atr } = features
    const unknown = { longMeanPct: null, shortMeanPct: null, long: null, short: null }
    const prices = pricesOf(candle, closeMs)
    const remembered: Remembered | null =
      atr === null ? null : { id, candle: prices, atr, vector, norm, ...unknown }
    if (remembered !== null) {
      putState(store, number, remembered)
      head.next += 1
    }
    // Its own candle is the last one that the states before it are followed by.
    const joined = labelStates(store, head, closeMs, settings)
    const rows = rowsBySymbol.get(context.key) ?? createVectorRows()
    rowsBySymbol.set(context.key, rows)
    const recalled = recall({ store, rows, head, number }, { vector, norm }, settings)
    if (remembered !== null) {
      const longMeanPct = recalled.long?.meanNetPct ?? null
      const shortMeanPct = recalled.short?.meanNetPct ?? null
      putState(store, number, { ...remembered, longMeanPct, shortMeanPct })
    }
    store.put(head)
    const states = head.unlabelled - head.first
    context.emit({ ...about, vector: numbersOf(vector), states, ...fieldsOf(recalled), joined })
  }

  /** The state at hand in words and numbers. */
  function stateOf({ moments }: Head, { candle, features, regime }: Close, store: MemoryStore) {
    const { text, absent } = describeMarket({
      features,
      regime: regime.regime,
      synthetic: candle.synthetic,
      ranks: ranksOf(store, features, regime),
    })
    const stated = marketVector(encoder.encode(text), features, moments)
    const closeMs = candle.open_time + timeframeMs[timeframe]
    return {
      id: contentId('embedding', candle.symbol, timeframe, closeMs),
      symbol: candle.symbol,
      timeframe,
      open_time: candle.open_time,
      close_time: closeMs,
      close: candle.close,
      regime: regime.regime,
      encoder: encoder.name,
      description: text,
      absent: [...absent, ...stated.absent],
      vector: stated.vector,
      mode: settings.mode,
    }
  }
}

/** As an array, which the codec wants; a spread would grow it step by step. */
function numbersOf(vector: Float32Array): readonly number[] {
  const numbers = new Array<number>(vector.length)
  for (let at = 0; at < vector.length; at++) numbers[at] = vector[at] as number
  return numbers
}

function fieldsOf({ meanDistance, long, short, neighbours }: Recalled) {
  return {
    mean_distance: meanDistance,
    long_win_rate: long?.winRate ?? null,
    long_mean_net_pct: long?.meanNetPct ?? null,
    long_max_drawdown_pct: long?.maxDrawdownPct ?? null,
    long_risk: long?.risk ?? null,
    long_confidence: long?.confidence ?? null,
    short_win_rate: short?.winRate ?? null,
    short_mean_net_pct: short?.meanNetPct ?? null,
    short_max_drawdown_pct: short?.maxDrawdownPct ?? null,
    short_risk: short?.risk ?? null,
    short_confidence: short?.confidence ?? null,
    neighbours,
  }
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

function pricesOf(candle: Candle, closeMs: number): Remembered['candle'] {
  const { open_time: openMs, open, high, low, close } = candle
  return { openMs, closeMs, open, high, low, close }
}
