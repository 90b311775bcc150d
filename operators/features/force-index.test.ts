import { expect, test } from 'vitest'
import { forceIndex } from './force-index.ts'
import { atEnd, changesOf, exponential } from './testing/average.ts'
import { closes } from './testing/batch.ts'
import { describeGolden, describeStock } from './testing/golden.ts'
import { describeProperties } from './testing/properties.ts'
import { closesOf, flatCandles, runIndicator } from './testing/series.ts'

test('the force index is the average of change times volume, and 0 where nothing trades', () => {
  const run = runIndicator(forceIndex('force_13', 2), closesOf([10, 12, 9], 5))
  expect(run.force_13).toEqual([null, null, -2.5])
  expect(runIndicator(forceIndex('force_13', 2), flatCandles(3)).force_13?.[2]).toBe(0)
})

describeGolden('forceIndex(13)', forceIndex('force_13', 13), [
  { name: 'force_13', function: 'EFI', output: 'real' },
])

describeStock('forceIndex(2)', forceIndex('force_13', 2), [
  { name: 'force_13', file: 'force', column: 'forceIndex' },
])

describeProperties('forceIndex(13)', forceIndex('force_13', 13), (candles) => {
  const forces = changesOf(closes(candles)).map(
    (change, index) => change * (candles[index + 1]?.volume ?? 0),
  )
  return { force_13: atEnd(exponential(forces, 13), candles.length) }
})
