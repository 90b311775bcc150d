import { expect, test } from 'vitest'
import { deskGateNames, gateNames, marketGateNames } from './gate-names.ts'

test('the gates stand in the specification’s order, the market’s before the desk’s, none twice', () => {
  expect(marketGateNames.join(' → ')).toBe(
    'consensus → confluence → reward-risk → history → memory-risk → model-approval → net-profit → freshness',
  )
  expect(deskGateNames.join(' → ')).toBe(
    'halted → regime-limit → cool-down → one-per-symbol → exposure',
  )
  expect(gateNames).toEqual([...marketGateNames, ...deskGateNames])
  expect(new Set(gateNames).size).toBe(gateNames.length)
})
