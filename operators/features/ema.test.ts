import { expect, test } from 'vitest'
import { ema } from './ema.ts'
import { closes, smoothed } from './testing/batch.ts'
import { describeGolden } from './testing/golden.ts'
import { describeProperties } from './testing/properties.ts'
import { closesOf, runIndicator } from './testing/series.ts'

test('ema is seeded with the simple mean, then weighs each close by 2 / (period + 1)', () => {
  const run = runIndicator(ema('ema_9', 3), closesOf([1, 2, 3, 6]))
  expect(run.ema_9).toEqual([null, null, 2, 4])
})

describeGolden('ema(30)', ema('ema_9', 30), [{ name: 'ema_9', function: 'EMA', output: 'real' }])

describeProperties('ema(9)', ema('ema_9', 9), (candles) => ({
  ema_9: smoothed(closes(candles), 9, 2 / 10),
}))
