import { assemble } from '../cli/assembly.ts'
import { configSchema } from '../cli/config.ts'
import type { SourceRecord } from '../connectors/files/source-record.ts'
import { syntheticMarket } from '../connectors/sim/synthetic-market.ts'
import type { Source, SourceItem } from '../engine/core/source.ts'
import type { Log } from '../engine/log/log.ts'
import { candleOfKline } from '../operators/candles/kline-rules.ts'
import {
  createFeatureState,
  featureCount,
  updateFeatures,
} from '../operators/features/catalogue.ts'
import type { Kline } from '../schemas/contracts.generated.ts'
import { topics } from '../schemas/topics.ts'
import { type Figure, ratePerSecond } from './figure.ts'

const startMs = Date.UTC(2026, 0, 1)
const days = 45
const symbols = ['BTCUSDT', 'ETHUSDT', 'SOLUSDT']
const dayMs = 86_400_000

/** One-minute klines of three simulated symbols through the whole chain, to signals and learned weights. */
export async function candlesToWeights(): Promise<readonly Figure[]> {
  const chunks = simulatedHistory()
  const count = chunks.reduce((sum, chunk) => sum + chunk.length, 0)
  const indicators = await ratePerSecond(count, () => {
    const candles = chunks.flat().map(({ value }) => candleOfKline(value as Kline, 0))
    const states = new Map(symbols.map((symbol) => [symbol, createFeatureState()]))
    const values = new Float64Array(featureCount)
    return {
      work() {
        for (const candle of candles) {
          const state = states.get(candle.symbol)
          if (state !== undefined) updateFeatures(state, candle, values)
        }
      },
    }
  })
  const value = await ratePerSecond(count, () => ({
    work: async () => {
      await wholeChain(chunks)
    },
  }))
  return [
    {
      name: 'candles-to-weights',
      value,
      unit: 'candles/s',
      ratio: value / indicators,
      ratioTo: 'a plain Node loop over the indicators alone, on the same candles',
    },
  ]
}

export function simulatedHistory(): readonly (readonly SourceRecord[])[] {
  const market = syntheticMarket({ seed: 1, symbols, startMs })
  return [...market.history(startMs, startMs + days * dayMs)]
}

/** Gives the log that the chain has written. */
export async function wholeChain(chunks: readonly (readonly SourceRecord[])[]): Promise<Log> {
  const { engine, log } = await assemble({
    config: configSchema.parse({}),
    mode: 'replay',
    market: 'perpetual',
    source: klineSource(chunks),
    log: 'memory',
    folder: '',
    cut: [],
  })
  await engine.run()
  if (log.end(topics.weights, 0) === 0) throw new Error('the chain has learned nothing')
  return log
}

function klineSource(chunks: readonly (readonly SourceRecord[])[]): Source {
  return {
    id: 'bench-klines',
    kind: 'bench',
    streams: 1,
    topics: [topics.ticks, topics.klines, topics.context],
    bounded: true,
    async *read() {
      for (const chunk of chunks) {
        yield chunk.map(
          ({ topic, key, value, eventMs, receiveMs }): SourceItem => ({
            kind: 'record',
            stream: 0,
            topic: topics[topic],
            key,
            value,
            eventMs,
            receiveMs,
          }),
        )
      }
    },
  }
}
