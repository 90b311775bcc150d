import { expect, test } from 'vitest'
import { stddev } from './stddev.ts'
import { closes, rolling } from './testing/batch.ts'
import { deviation } from './testing/deviation.ts'
import { describeGolden } from './testing/golden.ts'
import { describeProperties } from './testing/properties.ts'
import { closesOf, flatCandles, runIndicator } from './testing/series.ts'

test('the deviation of a flat price is exactly 0, and that of a tiny price is not', () => {
  expect(runIndicator(stddev('stddev_20', 3), flatCandles(3, 0.1)).stddev_20?.[2]).toBe(0)
  const tiny = closesOf([1e-8, 3e-8])
  expect(runIndicator(stddev('stddev_20', 2), tiny).stddev_20?.[1]).toBeCloseTo(1e-8, 20)
})

describeGolden('stddev(5)', stddev('stddev_20', 5), [
  { name: 'stddev_20', function: 'STDDEV', output: 'real' },
])

describeProperties('stddev(20)', stddev('stddev_20', 20), (candles) => ({
  stddev_20: rolling(closes(candles), 20, deviation),
}))
