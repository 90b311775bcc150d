import { syntheticMarket } from '../../connectors/sim/synthetic-market.ts'
import type { Source, SourceItem } from '../../engine/core/source.ts'
import { topics } from '../../schemas/topics.ts'
import { chainTopology, runChain, valuesOf } from '../replay/chain.ts'
import { dayMs } from '../replay/market-data.ts'

/**
 * The texts of the reference, as JSON: market states in words, and what a tokenizer could stumble over.
 * `npx tsx test/model/reference-texts.ts > texts.json`, then `reference.py` makes the vectors.
 */
const marketTexts = 190
const startMs = Date.UTC(2026, 0, 1)
const days = 40

/** Of all, so many that are spread evenly. */
function spread<T>(all: readonly T[], count: number): readonly T[] {
  return Array.from({ length: count }, (_, at) => all[Math.floor((at * all.length) / count)] as T)
}

function source(): Source {
  const market = syntheticMarket({ seed: 4, symbols: ['BTCUSDT', 'SOLUSDT'], startMs })
  return {
    id: 'simulated',
    kind: 'test',
    streams: 1,
    topics: [topics.ticks, topics.klines, topics.context],
    bounded: true,
    async *read() {
      for (const chunk of market.history(startMs, startMs + days * dayMs))
        yield chunk.map(({ topic, ...rest }): SourceItem => {
          return { kind: 'record', stream: 0, topic: topics[topic], ...rest }
        })
    },
  }
}

const odd = [
  '',
  'a',
  'TRENDING REGIME, Very Strong UPTREND!',
  'café naïve Ünïcode ﬁne ½ ①',
  '強い上昇トレンド、出来高は多い',
  'сильный восходящий тренд, объём высокий',
  'up 3.5 % (−1.25), RSI=62.1; ATR@14 — “quoted” don’t',
  'supercalifragilisticexpialidocious'.repeat(4),
  'tab\tnewline\nzero\u200bwidth\u0000control 🚀🚀',
  // Longer than the 256 tokens that are read.
  'strong uptrend, averages stacked upward, overbought, high volume; '.repeat(40),
]

const embeddings = valuesOf(
  await runChain({ source: source(), topology: chainTopology() }),
  topics.embeddings,
)
const texts = [...new Set(embeddings.map(({ description }) => description))]
console.log(JSON.stringify([...spread(texts, marketTexts), ...odd], null, 1))
