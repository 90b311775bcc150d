import { expect, test } from 'vitest'
import { pairedBootstrapP } from './bootstrap.ts'

const alternating = Array.from({ length: 40 }, (_, at) => (at % 2 === 0 ? 1 : -1))
const cases = [
  { name: 'no difference at all is no evidence', given: Array(30).fill(0), from: 1, to: 1 },
  { name: 'always better is as sure as it gets', given: Array(30).fill(1), from: 0, to: 1 / 2_001 },
  { name: 'always worse is no evidence', given: Array(30).fill(-1), from: 1, to: 1 },
  { name: 'even luck stands near a half', given: alternating, from: 0.45, to: 0.65 },
  { name: 'nothing to compare is no evidence', given: [], from: 1, to: 1 },
]
for (const { name, given, from, to } of cases) {
  test(`bootstrap: ${name}`, () => {
    const p = pairedBootstrapP(given, 2_000, 42)
    expect(p).toBeGreaterThanOrEqual(from)
    expect(p).toBeLessThanOrEqual(to)
    expect(pairedBootstrapP(given, 2_000, 42)).toBe(p)
  })
}
