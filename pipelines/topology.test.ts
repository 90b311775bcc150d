import { readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { describeTopology, topologyText } from '../engine/core/topology.ts'
import { tradingDefaults } from '../operators/trading/trading-settings.ts'
import { driftDefaults } from '../operators/validation/drift.ts'
import { tradingTopology } from './topology.ts'

const candles = {
  graceMs: 2_000,
  revisionMaxMs: 600_000,
  quietMinutesMax: 60,
  changeMaxPct: 50,
  drift: driftDefaults,
}
const topology = tradingTopology(candles, tradingDefaults)
const goldenFile = new URL('topology.golden.txt', import.meta.url)

describe('the trading topology', () => {
  /** A changed id or version loses or migrates state, a changed topic what others read: see it in review. */
  test('is the one that was written down (renew: UPDATE_GOLDEN=1 npx vitest run pipelines)', () => {
    if (process.env.UPDATE_GOLDEN === '1') writeFileSync(goldenFile, topologyText(topology))
    expect(topologyText(topology)).toBe(readFileSync(goldenFile, 'utf8'))
  })

  /** Their names are those of states, groups and topics. */
  test('has these parts where pipelines are cut out', () => {
    const parts = (...cut: string[]): string[] =>
      describeTopology(tradingTopology(candles, tradingDefaults, cut)).map(
        ({ id, pipelines }) => `${id}: ${pipelines.join(' ')}`,
      )
    expect(parts('features')).toEqual([
      'market: candles data-quality price-times',
      'features: features',
      'market-2: regimes head-votes embeddings judgement',
      'desk: desk',
    ])
    expect(parts('head-votes')).toEqual([
      'market: candles data-quality price-times features regimes embeddings',
      'head-votes: head-votes',
      'market-2: judgement',
      'desk: desk',
    ])
    expect(parts('embeddings')).toEqual([
      'market: candles data-quality price-times features regimes head-votes',
      'embeddings: embeddings',
      'market-2: judgement',
      'desk: desk',
    ])
    expect(parts('head-votes', 'features')).toEqual([
      'market: candles data-quality price-times',
      'features: features',
      'market-2: regimes embeddings',
      'head-votes: head-votes',
      'market-3: judgement',
      'desk: desk',
    ])
  })

  test('has nothing that cannot be computed again', () => {
    expect(describeTopology(topology).map(({ asynchronous }) => asynchronous)).toEqual([
      false,
      false,
    ])
  })
})
