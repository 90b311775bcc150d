import { expect, test } from 'vitest'
import { presets } from '../consensus/presets.ts'
import { costDefaults, levelsOf } from '../positions/levels.ts'
import { netProfitGate } from './net-profit.ts'

const levelsAt = (atr: number) =>
  levelsOf({ side: 'LONG', kind: 'perpetual', price: 100, atr, costs: costDefaults.perpetual })

const cases = [
  { preset: presets.strict, atr: 0.475, threshold: 1, passed: true },
  { preset: presets.strict, atr: 0.47, threshold: 1, passed: false },
  { preset: presets.standard, atr: 0.27, threshold: 0.5, passed: true },
  { preset: presets.standard, atr: 0.26, threshold: 0.5, passed: false },
  { preset: presets.exploring, atr: 0.19, threshold: 0.3, passed: true },
  { preset: presets.exploring, atr: 0.18, threshold: 0.3, passed: false },
]
for (const { preset, atr, threshold, passed } of cases) {
  test(`net profit of ATR ${atr} % ${passed ? 'passes' : 'is refused'} in ${preset.name}`, () => {
    const verdict = netProfitGate(levelsAt(atr), preset)
    expect([verdict.threshold, verdict.passed]).toEqual([threshold, passed])
    expect(verdict.value).toBeCloseTo(2.4 * atr - 0.14, 9)
  })
}

test('net profit refuses without levels', () => {
  expect(netProfitGate(null, presets.standard)).toMatchObject({ value: null, passed: false })
})
