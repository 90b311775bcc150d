import { describe, expect, test } from 'vitest'
import type { Vote } from '../../schemas/contracts.generated.ts'
import { presets } from '../consensus/presets.ts'
import { type MarketGateName, marketGateNames } from './gate-names.ts'
import { type MarketCase, runMarketGates } from './market-gates.ts'
import { consensus, features, goodCase, rising } from './testing/cases.ts'

const poorHistory = { 'LONG TRENDING': { cases: 40, wins: 2 } }
const levels = goodCase.levels
const doubtful: Vote = {
  head: 'HEAD_J',
  direction: 'LONG',
  probability: 0.5,
  confidence: 0.3,
  validity: 'OK',
  valid_until: 1,
  reasons: [],
  absent: [],
  model_version: 'mine-1a2b3c4d',
}

describe('market gates', () => {
  test('run all, in the specification’s order, when none refuses', () => {
    const run = runMarketGates(goodCase)
    expect(run.results.map(({ gate }) => gate)).toEqual([...marketGateNames])
    expect([run.passed, run.refusal]).toEqual([true, null])
    expect(run.results.every(({ note }) => note.length > 0)).toBe(true)
  })

  const refusals: { gate: MarketGateName; change: Partial<MarketCase> }[] = [
    { gate: 'consensus', change: { consensus: { ...consensus, confidence: 0.6 } } },
    { gate: 'confluence', change: { features: features() } },
    { gate: 'reward-risk', change: { levels: null } },
    { gate: 'history', change: { history: poorHistory } },
    { gate: 'memory-risk', change: { memoryRisk: 0.9 } },
    { gate: 'model-approval', change: { modelVote: doubtful } },
    { gate: 'net-profit', change: { levels: levels && { ...levels, netProfitPct: 0.4 } } },
    {
      gate: 'freshness',
      change: { candles: rising.map((candle) => ({ ...candle, receive_time: 1_000_000 })) },
    },
  ]
  for (const { gate, change } of refusals) {
    test(`stop at ${gate}, with all results so far`, () => {
      const run = runMarketGates({ ...goodCase, ...change })
      expect(run.passed).toBe(false)
      expect(run.refusal?.gate).toBe(gate)
      expect(run.results.map((result) => result.gate)).toEqual(
        marketGateNames.slice(0, marketGateNames.indexOf(gate) + 1),
      )
      expect(run.results.at(-1)).toBe(run.refusal)
    })
  }

  test('refuse nothing more under exploring than under strict', () => {
    for (const { change } of [{ change: {} }, ...refusals]) {
      const strict = runMarketGates({ ...goodCase, ...change, preset: presets.strict })
      const exploring = runMarketGates({ ...goodCase, ...change, preset: presets.exploring })
      if (strict.passed) expect(exploring.passed).toBe(true)
    }
  })

  test('look at SHORT from its side', () => {
    const short = { ...consensus, direction: 'SHORT' as const }
    expect(runMarketGates({ ...goodCase, consensus: short }).refusal?.gate).toBe('confluence')
  })
})
