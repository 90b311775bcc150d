import { definePipeline } from '../engine/core/pipeline.ts'
import { builtInEncoder } from '../operators/memory/built-in-encoder.ts'
import { marketMemory } from '../operators/memory/market-memory.ts'
import type { TradingSettings } from '../operators/trading/trading-settings.ts'
import { topics } from '../schemas/topics.ts'

/** The features and the regime of each closed 1h candle to a market state, and what followed the past states like it. */
export const embeddings = (settings: TradingSettings) =>
  definePipeline({
    id: 'embeddings',
    build({ from, to }) {
      const remember = marketMemory({
        id: 'market-memory',
        encoder: builtInEncoder,
        settings: {
          market: settings.market,
          tolerance: settings.priceTolerance,
          ageMaxMs: settings.signalAgeMaxHours * 3_600_000,
          mode: settings.memoryMode,
          statesMax: settings.memoryStatesMax,
          neighbours: settings.memoryNeighbours,
        },
      })
      remember({
        candle: from(topics.candles),
        context: from(topics.context),
        features: from(topics.features),
        regime: from(topics.regimes),
      }).pipe(to(topics.embeddings))
    },
  })
