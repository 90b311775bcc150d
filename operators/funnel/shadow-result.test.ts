import { expect, test } from 'vitest'
import { shadowResult } from './shadow-result.ts'

const shadows = (nets: readonly (number | null)[]) =>
  shadowResult(nets.map((shadowNetPct) => ({ shadowNetPct })))

test('only shadows that have closed count, and under thirty they are too few to judge', () => {
  expect(shadows([])).toEqual({ closed: 0, netPct: null, verdict: 'too few to judge' })
  expect(shadows([1, null, -2])).toEqual({
    closed: 2,
    netPct: -0.5,
    verdict: 'too few to judge',
  })
  expect(shadows(Array.from({ length: 30 }, () => 0.25))).toEqual({
    closed: 30,
    netPct: 0.25,
    verdict: null,
  })
})

test('the mean does not depend on the order of the rows', () => {
  const nets = [0.1, 0.7, -0.3, 1e9, -1e9, 0.2]
  expect(shadows(nets.toReversed())).toEqual(shadows(nets))
})
