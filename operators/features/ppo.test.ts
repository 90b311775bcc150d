import { expect, test } from 'vitest'
import { ppo } from './ppo.ts'
import { atEnd, exponential } from './testing/average.ts'
import { closes } from './testing/batch.ts'
import { describeGolden } from './testing/golden.ts'
import { describeProperties } from './testing/properties.ts'
import { closesOf, flatCandles, runIndicator } from './testing/series.ts'

test('ppo is the distance of the two averages in per cent, and 0 on a flat price', () => {
  const rising = runIndicator(ppo('ppo', 1, 2), closesOf([10, 30, 20]))
  expect(rising.ppo).toEqual([null, 50, (100 * (20 - 20)) / 20])
  expect(runIndicator(ppo('ppo', 1, 2), flatCandles(3)).ppo).toEqual([null, 0, 0])
})

describeGolden('ppo(12, 26)', ppo('ppo', 12, 26), [
  { name: 'ppo', function: 'PPO', output: 'real' },
])

describeProperties('ppo(12, 26)', ppo('ppo', 12, 26), (candles) => {
  const fast = exponential(closes(candles), 12).slice(26 - 12)
  const slow = exponential(closes(candles), 26)
  const values = slow.map((value, index) => 100 * ((fast[index] ?? 0) / value - 1))
  return { ppo: atEnd(values, candles.length) }
})
