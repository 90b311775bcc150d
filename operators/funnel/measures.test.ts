import { describe, expect, test } from 'vitest'
import { agreeingMin, supportMin } from '../consensus/consensus.ts'
import { regimeLimits } from '../consensus/presets.ts'
import { gateNames } from '../gates/gate-names.ts'
import { type Measure, measureOf, passesAt, passingThreshold } from './measures.ts'

const measure = (gate: string, threshold: number): Measure => {
  const found = measureOf(gate, threshold)
  if (found === undefined) throw new Error(`${gate} measures nothing at ${threshold}`)
  return found
}

const nearest: readonly (readonly [string, number, number, number])[] = [
  // gate, threshold, refused value, where it passes
  ['consensus', 0.65, 0.6199, 0.61],
  ['consensus', supportMin, 0.5, 0.5],
  ['consensus', agreeingMin, 2, 2],
  ['confluence', 70, 62.4, 62],
  ['confluence', 70, 62 - 1e-12, 62],
  ['reward-risk', 1.2, 1.199, 1.19],
  ['memory-risk', 0.7, 0.701, 0.71],
  ['model-approval', 0.7, 0.7, 0.69],
  ['model-approval', 0.7, 0.655, 0.65],
  ['net-profit', 0.5, 0.4401, 0.44],
  ['net-profit', 0.5, -0.041, -0.05],
  ['freshness', 90, 90.2, 91],
  ['regime-limit', 2, 2, 3],
  ['regime-limit', 0.85, 0.849, 0.84],
  ['cool-down', 60, 45.5, 45],
  ['exposure', 10, 9.9, 9],
]

describe('the threshold nearest to the present one', () => {
  for (const [gate, threshold, value, at] of nearest) {
    test(`lets ${value} pass ${gate} at ${at} instead of ${threshold}`, () => {
      const of = measure(gate, threshold)
      expect(passesAt(of, value, threshold)).toBe(false)
      expect(passingThreshold(of, value)).toBe(at)
      expect(passesAt(of, value, at)).toBe(true)
    })
  }
})

test('a regime’s limit of open signals is told from its confidence', () => {
  for (const { openMax, confidenceMin } of Object.values(regimeLimits)) {
    expect(measure('regime-limit', openMax).passes).toBe('limit')
    expect(measure('regime-limit', confidenceMin).name).toBe('regime confidence')
  }
})

test('every gate measures something but a halt and an open signal of the symbol', () => {
  expect(gateNames.filter((gate) => measureOf(gate, 1) === undefined)).toEqual([
    'halted',
    'one-per-symbol',
  ])
})
