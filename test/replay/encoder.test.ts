import { beforeAll, describe, expect, test } from 'vitest'
import { builtInEncoder } from '../../operators/memory/built-in-encoder.ts'
import type { AsynchronousEncoder } from '../../operators/memory/text-encoder.ts'
import type { TradingSettings } from '../../operators/trading/trading-settings.ts'
import { topics } from '../../schemas/topics.ts'
import { chainTopology, type Digests, digestsOf, memoryLog, runChain, valuesOf } from './chain.ts'
import { simulatedMarket } from './simulated-market.ts'

const days = 3
const symbols = ['BTCUSDT', 'ETHUSDT', 'SOLUSDT', 'XRPUSDT']

/** The built-in vectors, but given later: by so many turns of the promise queue as the text says. */
function lateEncoder(fails: (text: string) => boolean = () => false): AsynchronousEncoder {
  return {
    name: 'minilm-1',
    async encode(text) {
      for (let left = text.length % 17; left > 0; left--) await Promise.resolve()
      if (fails(text)) return { failure: 'it was too slow' }
      return { vector: builtInEncoder.encode(text) }
    },
  }
}

const settings: Partial<TradingSettings> = {
  memoryEncoder: 'minilm-1',
  // So that states join and are neighbours within the days.
  signalAgeMaxHours: 6,
  memoryNeighbours: 4,
}

describe('the chain with an encoder that works elsewhere', () => {
  const source = simulatedMarket({ symbols, days })
  let uncut: Digests
  beforeAll(async () => {
    const log = await runChain({
      source,
      topology: chainTopology(settings, [], { encoder: lateEncoder() }),
    })
    const embeddings = valuesOf(log, topics.embeddings)
    expect(embeddings).toHaveLength(symbols.length * 24 * days)
    expect(new Set(embeddings.map(({ encoder }) => encoder))).toEqual(new Set(['minilm-1']))
    expect(embeddings.at(-1)?.neighbours).toHaveLength(4)
    uncut = digestsOf(log)
  })

  test('has the same digests over other partitions and in small batches', async () => {
    const topology = chainTopology(settings, [], { encoder: lateEncoder() })
    const one = await runChain({ source, topology, partitions: 1 })
    expect(digestsOf(one), 'one partition').toEqual(uncut)
    const log = memoryLog({ topology, roundtrip: true })
    const three = await runChain({ source, topology, log, batch: 50, commitEvents: 100 })
    expect(digestsOf(three), 'three partitions, encoded, small batches').toEqual(uncut)
  })

  for (const cut of [['embeddings'], ['features'], ['features', 'embeddings', 'head-votes']]) {
    test(`has the same digests cut: ${cut.join(', ')}`, async () => {
      const topology = chainTopology(settings, cut, { encoder: lateEncoder() })
      expect(digestsOf(await runChain({ source, topology }))).toEqual(uncut)
    })
  }

  test('goes on where texts have no vector, and says which and why', async () => {
    const fails = (text: string): boolean => text.includes('strong uptrend')
    const topology = chainTopology(settings, [], { encoder: lateEncoder(fails) })
    const embeddings = valuesOf(await runChain({ source, topology }), topics.embeddings)
    expect(embeddings).toHaveLength(symbols.length * 24 * days)
    const failed = embeddings.filter(({ encoder }) => encoder === 'none')
    expect(failed.length).toBeGreaterThan(10)
    for (const { description, absent, long_risk, neighbours } of failed) {
      expect(description).toContain('strong uptrend')
      expect(absent.at(-1)).toBe('text vector: it was too slow')
      expect([long_risk, neighbours]).toEqual([null, []])
    }
  })
})

test('an encoder that the settings do not name is refused, and so is none', () => {
  expect(() => chainTopology({}, [], { encoder: lateEncoder() })).toThrow(
    'texts are to be encoded by built-in-1, not by minilm-1',
  )
  expect(() => chainTopology(settings)).toThrow(
    'texts are to be encoded by minilm-1, not by built-in-1',
  )
})
