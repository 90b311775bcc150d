import { expect, test } from 'vitest'
import { noRegimes, regimeAt, withRegime } from './regimes-kept.ts'
import { regimeOf } from './testing/regime-record.ts'

const hour = 3_600_000

test('a regime is in force for what closes after it, not for what closes with it', () => {
  const first = regimeOf({ time: hour, regime: 'TRENDING' })
  const second = regimeOf({ time: 2 * hour, regime: 'VOLATILE' })
  expect(regimeAt(noRegimes, hour)).toBeNull()
  const one = withRegime(noRegimes, first)
  expect([regimeAt(one, hour), regimeAt(one, hour + 1)]).toEqual([null, first])
  const two = withRegime(one, second)
  expect([regimeAt(two, 2 * hour), regimeAt(two, 2 * hour + 60_000)]).toEqual([first, second])
})
