import { mapAsyncOrdered } from '../engine/core/map-async-ordered.ts'
import { definePipeline } from '../engine/core/pipeline.ts'
import { builtInEncoder } from '../operators/memory/built-in-encoder.ts'
import { encodedMemory, encodeWith } from '../operators/memory/encoded-memory.ts'
import { marketMemory } from '../operators/memory/market-memory.ts'
import { marketWords } from '../operators/memory/market-words.ts'
import type { MemorySettings } from '../operators/memory/memory-settings.ts'
import type { AsynchronousEncoder } from '../operators/memory/text-encoder.ts'
import type { TradingSettings } from '../operators/trading/trading-settings.ts'
import { topics } from '../schemas/topics.ts'

const id = 'embeddings'
/** Symbols of a partition whose hour closes at once. */
const textsAtOnce = 16

/** The features and the regime of each closed 1h candle to a market state, and what followed the past states like it. */
export const embeddings = (settings: TradingSettings) =>
  definePipeline({
    id,
    build({ from, to }) {
      const remember = marketMemory({
        id: 'market-memory',
        encoder: builtInEncoder,
        settings: memorySettings(settings),
      })
      remember({
        candle: from(topics.candles),
        context: from(topics.context),
        features: from(topics.features),
        regime: from(topics.regimes),
      }).pipe(to(topics.embeddings))
    },
  })

/** The same, its texts encoded elsewhere. */
export const encodedEmbeddings = (settings: TradingSettings, encoder: AsynchronousEncoder) =>
  definePipeline({
    id,
    build({ from, to }) {
      const describe = marketWords({ id: 'market-words' })
      const market = describe({
        candle: from(topics.candles),
        features: from(topics.features),
        regime: from(topics.regimes),
      }).pipe(mapAsyncOrdered('encode-text', encodeWith(encoder), { concurrencyMax: textsAtOnce }))
      const remember = encodedMemory({ id: 'encoded-memory', settings: memorySettings(settings) })
      remember({ context: from(topics.context), market }).pipe(to(topics.embeddings))
    },
  })

function memorySettings(settings: TradingSettings): MemorySettings {
  return {
    market: settings.market,
    tolerance: settings.priceTolerance,
    ageMaxMs: settings.signalAgeMaxHours * 3_600_000,
    mode: settings.memoryMode,
    statesMax: settings.memoryStatesMax,
    neighbours: settings.memoryNeighbours,
  }
}
