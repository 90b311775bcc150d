import { expect, test } from 'vitest'
import { atLeast, atMost, noOpinion, percent, unmeasured } from './verdict.ts'

test('verdicts carry gate, numbers and note', () => {
  const common = { gate: 'g', note: 'n' }
  expect(atLeast('g', 1, 1, 'n')).toEqual({ ...common, value: 1, threshold: 1, passed: true })
  expect(atLeast('g', 0.9, 1, 'n')).toEqual({ ...common, value: 0.9, threshold: 1, passed: false })
  expect(atMost('g', 1, 1, 'n')).toEqual({ ...common, value: 1, threshold: 1, passed: true })
  expect(atMost('g', 1.1, 1, 'n')).toEqual({ ...common, value: 1.1, threshold: 1, passed: false })
  expect(noOpinion('g', 'n')).toEqual({ ...common, value: null, threshold: null, passed: true })
  expect(unmeasured('g', 1, 'n')).toEqual({ ...common, value: null, threshold: 1, passed: false })
  expect(percent(0.1234)).toBe('12.3 %')
})
