import { expect, test } from 'vitest'
import { bollinger } from './bollinger.ts'
import { closes, mean, rolling } from './testing/batch.ts'
import { deviation } from './testing/deviation.ts'
import { describeGolden } from './testing/golden.ts'
import { describeProperties } from './testing/properties.ts'
import { closesOf, runIndicator } from './testing/series.ts'

test('bollinger bands stand two population deviations around the mean', () => {
  const run = runIndicator(bollinger(4, 2), closesOf([2, 4, 4, 6]))
  expect(run.bollinger_middle?.[3]).toBe(4)
  expect(run.bollinger_upper?.[3]).toBeCloseTo(4 + 2 * Math.SQRT2, 12)
  expect(run.bollinger_lower?.[3]).toBeCloseTo(4 - 2 * Math.SQRT2, 12)
})

describeGolden('bollinger(20, 2)', bollinger(20, 2), [
  { name: 'bollinger_upper', function: 'BBANDS', output: 'upperband' },
  { name: 'bollinger_middle', function: 'BBANDS', output: 'middleband' },
  { name: 'bollinger_lower', function: 'BBANDS', output: 'lowerband' },
])
describeProperties('bollinger(20, 2)', bollinger(20, 2), (candles) => ({
  bollinger_upper: rolling(closes(candles), 20, (window) => mean(window) + 2 * deviation(window)),
  bollinger_middle: rolling(closes(candles), 20, mean),
  bollinger_lower: rolling(closes(candles), 20, (window) => mean(window) - 2 * deviation(window)),
}))
