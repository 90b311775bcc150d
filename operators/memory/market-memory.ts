import { defineJoin, type OperatorContext } from '../../engine/core/operator.ts'
import type {
  Candle,
  ContextPoint,
  Embedding,
  FeatureVector,
  MarketRegime,
} from '../../schemas/contracts.generated.ts'
import { plainFeatures } from '../features/plain-features.ts'
import { isOfCandle, isOfFeatures, wordsWhenComplete } from './market-words.ts'
import type { MemorySettings } from './memory-settings.ts'
import { type RowsBySymbol, rememberState, rowsOf, takeFunding } from './remember-state.ts'
import { type Head, headOf, type MemoryState, stateOfVersion1 } from './remembered.ts'
import type { TextEncoder } from './text-encoder.ts'

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
  const rows: RowsBySymbol = new Map()

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
        if (!isOfCandle(candle)) return
        const head = headOf(context.store)
        head.candle = candle
        rememberWhenComplete(head, context)
      },
      context(point, { store }) {
        takeFunding(store, point, settings)
      },
      features(features, context) {
        if (!isOfFeatures(features)) return
        const head = headOf(context.store)
        head.features = plainFeatures(features)
        rememberWhenComplete(head, context)
      },
      regime(regime, context) {
        const head = headOf(context.store)
        head.regime = regime
        rememberWhenComplete(head, context)
      },
    },
  })

  function rememberWhenComplete(
    head: Head,
    context: OperatorContext<Embedding, MemoryState>,
  ): void {
    const { key, store } = context
    const words = wordsWhenComplete(head, store)
    if (words === null) {
      store.put(head)
      return
    }
    const encoded = { encoder: encoder.name, encoded: { vector: encoder.encode(words.text) } }
    const memory = { store, head, rows: rowsOf(rows, key) }
    const embedding = rememberState(memory, words, encoded, settings)
    store.put(head)
    context.emit(embedding)
  }
}
