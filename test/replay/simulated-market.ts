import { syntheticMarket } from '../../connectors/sim/synthetic-market.ts'
import type { Source, SourceItem } from '../../engine/core/source.ts'
import { topics } from '../../schemas/topics.ts'
import { dayMs } from './market-data.ts'

const startMs = Date.UTC(2026, 0, 1)

/** Minutes of a simulated market; each asks for the same again. */
export function simulatedMarket({
  symbols,
  days,
}: {
  readonly symbols: readonly string[]
  readonly days: number
}): Source {
  const market = syntheticMarket({ seed: 1, symbols, startMs })
  const chunks = [...market.history(startMs, startMs + days * dayMs)]
  return {
    id: 'simulated',
    kind: 'test',
    streams: 1,
    topics: [topics.ticks, topics.klines, topics.context],
    bounded: true,
    async *read() {
      for (const chunk of chunks)
        yield chunk.map(({ topic, ...rest }): SourceItem => {
          return { kind: 'record', stream: 0, topic: topics[topic], ...rest }
        })
    },
  }
}
