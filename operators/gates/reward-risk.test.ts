import { expect, test } from 'vitest'
import { presets } from '../consensus/presets.ts'
import { costDefaults, levelsOf } from '../positions/levels.ts'
import { rewardRiskGate } from './reward-risk.ts'

const levelsAt = (atr: number) =>
  levelsOf({ side: 'LONG', kind: 'perpetual', price: 100, atr, costs: costDefaults.perpetual })

test('reward-risk is net of costs: the same ratio fails when the move is small', () => {
  const wide = rewardRiskGate(levelsAt(1), presets.strict)
  expect(wide.value).toBeCloseTo(2.26 / 1.34, 12)
  expect([wide.threshold, wide.passed]).toEqual([1.5, true])
  const narrow = rewardRiskGate(levelsAt(0.2), presets.strict)
  expect(narrow.value).toBeCloseTo(0.34 / 0.38, 12)
  expect(narrow.passed).toBe(false)
  expect(narrow.note).toBe('0.340 % against 0.380 % net of costs, break-even at 52.8 %')
})

test('reward-risk asks 1.5, 1.2 or 1.0', () => {
  const asked = Object.values(presets).map(
    (preset) => rewardRiskGate(levelsAt(1), preset).threshold,
  )
  expect(asked).toEqual([1.5, 1.2, 1])
})

test('reward-risk refuses without levels', () => {
  expect(rewardRiskGate(null, presets.standard)).toMatchObject({ value: null, passed: false })
})
