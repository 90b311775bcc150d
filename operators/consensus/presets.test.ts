import { expect, test } from 'vitest'
import { regimes } from '../regime/regime.ts'
import { presetNames, presets, regimeLimits } from './presets.ts'

test('presets are those of the specification', () => {
  const table = presetNames.map((name) => {
    const p = presets[name]
    const vote = [p.vote.probabilityMin, p.vote.confidenceMin]
    const gates = [p.consensusConfidenceMin, p.confluenceMin, p.rewardRiskMin, p.historyFactor]
    return [p.name, ...vote, ...gates, p.netProfitMinPct, p.memoryRiskMax, p.regimeConfidence]
  })
  expect(table).toEqual([
    ['strict', 0.6, 0.7, 0.8, 70, 1.5, 1.2, 1, 0.6, true],
    ['standard', 0.55, 0.55, 0.65, 60, 1.2, 1.05, 0.5, 0.7, false],
    ['exploring', 0.52, 0.5, 0.55, 50, 1, null, 0.3, null, false],
  ])
})

test('regime limits are those of the specification', () => {
  expect(regimes.map((name) => [name, ...Object.values(regimeLimits[name])])).toEqual([
    ['TRENDING', 2, 0.85],
    ['RANGING', 1, 0.9],
    ['VOLATILE', 1, 0.92],
    ['BREAKOUT', 3, 0.8],
    ['LOW_VOLATILITY', 2, 0.82],
  ])
})
