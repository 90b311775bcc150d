import { expect, test } from 'vitest'
import { atLeast, atMost, noOpinion, percent, unmeasured } from './verdict.ts'

test('verdicts carry gate, numbers and note', () => {
  const common = { gate: 'exposure', note: 'n' }
  expect(atLeast('exposure', 1, 1, 'n')).toEqual({
    ...common,
    value: 1,
    threshold: 1,
    passed: true,
  })
  expect(atLeast('exposure', 0.9, 1, 'n')).toEqual({
    ...common,
    value: 0.9,
    threshold: 1,
    passed: false,
  })
  expect(atMost('exposure', 1, 1, 'n')).toEqual({ ...common, value: 1, threshold: 1, passed: true })
  expect(atMost('exposure', 1.1, 1, 'n')).toEqual({
    ...common,
    value: 1.1,
    threshold: 1,
    passed: false,
  })
  expect(noOpinion('exposure', 'n')).toEqual({
    ...common,
    value: null,
    threshold: null,
    passed: true,
  })
  expect(unmeasured('exposure', 1, 'n')).toEqual({
    ...common,
    value: null,
    threshold: 1,
    passed: false,
  })
  expect(percent(0.1234)).toBe('12.3 %')
})
