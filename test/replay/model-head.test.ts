import { beforeAll, describe, expect, test } from 'vitest'
import type { Log } from '../../engine/log/log.ts'
import { type Classified, type Classifier, modelHeadId } from '../../operators/heads/model-head.ts'
import { headIds, type TradingSettings } from '../../operators/trading/trading-settings.ts'
import { topics } from '../../schemas/topics.ts'
import { chainTopology, digestsOf, runChain, valuesOf } from './chain.ts'
import { simulatedMarket } from './simulated-market.ts'

const symbols = ['BTCUSDT', 'ETHUSDT']
const days = 6
const settings: Partial<TradingSettings> = { heads: [...headIds, modelHeadId] }

/** Sure of the side that the RSI is on; answers after some turns of the promise queue. */
function model(answer?: (values: Float32Array) => Classified): Classifier {
  return {
    modelVersion: 'rsi-00000000',
    features: ['rsi_14'],
    classes: ['SHORT', 'FLAT', 'LONG'],
    async classify(values) {
      const [rsi = Number.NaN] = values
      for (let left = Math.floor(rsi) % 13; left > 0; left--) await Promise.resolve()
      if (answer !== undefined) return answer(values)
      return { probabilities: rsi > 50 ? [0.05, 0.05, 0.9] : [0.9, 0.05, 0.05] }
    },
  }
}

describe('the chain with a model in its tenth slot', () => {
  const source = simulatedMarket({ symbols, days })
  let log: Log
  beforeAll(async () => {
    log = await runChain({ source, topology: chainTopology(settings, [], { classifier: model() }) })
  })

  test('has its vote behind the nine, on each scan', () => {
    const cast = valuesOf(log, topics.headVotes)
    expect(cast).toHaveLength(symbols.length * 96 * days)
    for (const { votes, close_time } of cast) {
      expect(votes.map(({ head }) => head)).toEqual([...headIds, modelHeadId])
      expect(votes.at(-1)).toMatchObject({
        model_version: 'rsi-00000000',
        valid_until: close_time + 900_000,
      })
    }
    const said = cast.map(({ votes }) => votes.at(-1)?.direction)
    for (const side of ['LONG', 'SHORT'])
      expect(said.filter((one) => one === side).length).toBeGreaterThan(100)
  })

  test('teaches ten heads, and lets nothing through of which the model is not sure', () => {
    const versions = valuesOf(log, topics.weights)
    for (const { weights } of versions) {
      expect(Object.keys(weights).sort()).toEqual([...headIds, modelHeadId])
      expect(Object.values(weights).reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12)
    }
    const candidates = valuesOf(log, topics.candidates)
    expect(candidates.length).toBeGreaterThan(0)
    for (const { votes, direction, gates } of candidates) {
      expect(votes.at(-1)?.direction).toBe(direction)
      expect(gates.find(({ gate }) => gate === 'model-approval')).toMatchObject({
        value: 0.9,
        passed: true,
      })
    }
  })

  test('has the same digests over other partitions and cut', async () => {
    const expected = digestsOf(log)
    const parts = { classifier: model() }
    const topology = chainTopology(settings, [], parts)
    expect(digestsOf(await runChain({ source, topology, partitions: 1 }))).toEqual(expected)
    const cut = chainTopology(settings, ['features', 'head-votes'], parts)
    expect(digestsOf(await runChain({ source, topology: cut }))).toEqual(expected)
  })

  const bad: readonly (readonly [string, (values: Float32Array) => Classified, string])[] = [
    ['fails', () => ({ failure: 'the model took longer than 1000 ms' }), 'the model took longer'],
    ['gives NaN', () => ({ probabilities: [Number.NaN, 0, 1] }), 'NaN'],
    ['gives no probabilities', () => ({ probabilities: [3, 4, 5] }), 'no probabilities'],
  ]
  test.each(bad)(
    'goes on where the model %s: its votes say so, the others are what they were',
    async (_, answer, reason) => {
      const topology = chainTopology(settings, [], { classifier: model(answer) })
      const without = await runChain({ source, topology })
      const cast = valuesOf(without, topics.headVotes)
      expect(cast.map(({ votes }) => votes.slice(0, 9))).toEqual(
        valuesOf(log, topics.headVotes).map(({ votes }) => votes.slice(0, 9)),
      )
      const last = cast.at(-1)?.votes.at(-1)
      expect(last).toMatchObject({ head: modelHeadId, validity: 'ERROR', confidence: 0 })
      expect(last?.reasons.join()).toContain(reason)
      expect(valuesOf(without, topics.signals).length).toBeGreaterThan(0)
    },
  )
})

test('a head without its model, and a model without its head, are refused', () => {
  expect(() => chainTopology(settings)).toThrow('HEAD_J and its model go together')
  expect(() => chainTopology({}, [], { classifier: model() })).toThrow('go together')
})
