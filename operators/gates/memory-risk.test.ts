import { expect, test } from 'vitest'
import { presets } from '../consensus/presets.ts'
import { memoryRiskGate } from './memory-risk.ts'
import { verdictOf } from './testing/cases.ts'

const { strict, standard, exploring } = presets
const cases = [
  { name: 'no opinion passes', risk: null, preset: strict, threshold: null, passed: true },
  { name: 'at the limit passes', risk: 0.6, preset: strict, threshold: 0.6, passed: true },
  { name: 'above it is refused', risk: 0.61, preset: strict, threshold: 0.6, passed: false },
  { name: 'standard allows more', risk: 0.7, preset: standard, threshold: 0.7, passed: true },
]
for (const { name, risk, preset, threshold, passed } of cases) {
  test(`memory risk: ${name}`, () => {
    expect(verdictOf(memoryRiskGate(risk, preset, 'refuse'))).toEqual({
      value: risk,
      threshold,
      passed,
    })
  })
}

test('memory risk: off in exploring', () => {
  expect(memoryRiskGate(1, exploring, 'refuse')).toMatchObject({ value: null, passed: true })
})

test('memory risk: a watched one passes with its numbers', () => {
  expect(memoryRiskGate(0.9, standard, 'watch')).toEqual({
    gate: 'memory-risk',
    value: 0.9,
    threshold: 0.7,
    passed: true,
    note: 'memory risk 0.900, only watched',
  })
  expect(memoryRiskGate(0.5, standard, 'watch').note).toBe('memory risk 0.500')
})
