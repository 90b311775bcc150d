import { defineTopology } from '../engine/core/topology.ts'
import { driftDefaults } from '../operators/validation/drift.ts'
import { candles } from '../pipelines/candles.ts'
import { topics } from '../schemas/topics.ts'

/** The real candle pipeline alone: validation, one-minute candles and all higher timeframes. */
export const candleTopology = defineTopology(
  [
    {
      id: 'market',
      partitioning: 'key',
      merge: 'stream',
      timerRank: 0,
      inputs: [
        { topic: topics.ticks, from: 'source', delayMs: 0, rank: 0 },
        { topic: topics.klines, from: 'source', delayMs: 2_000, rank: 1 },
      ],
      feedback: [],
      pipelines: [
        candles({
          graceMs: 2_000,
          revisionMaxMs: 600_000,
          quietMinutesMax: 60,
          changeMaxPct: 50,
          drift: driftDefaults,
        }),
      ],
    },
  ],
  [topics.ticks, topics.klines, topics.candles],
)
