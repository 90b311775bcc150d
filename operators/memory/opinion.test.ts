import { expect, test } from 'vitest'
import { riskOf } from './opinion.ts'

const hour = 3_600_000
const opinion = { closeMs: 10 * hour, longRisk: 0.2, shortRisk: 0.9 }

const cases = [
  { name: 'is its own for a LONG', given: opinion, side: 'LONG', hours: 10, risk: 0.2 },
  { name: 'is its own for a SHORT', given: opinion, side: 'SHORT', hours: 11, risk: 0.9 },
  { name: 'holds for two hours', given: opinion, side: 'LONG', hours: 12, risk: 0.2 },
  { name: 'holds no longer', given: opinion, side: 'LONG', hours: 12.25, risk: null },
  { name: 'is none before the first', given: null, side: 'LONG', hours: 1, risk: null },
] as const
for (const { name, given, side, hours, risk } of cases) {
  test(`a side’s risk ${name}`, () => expect(riskOf(given, side, hours * hour)).toBe(risk))
}
