import { expect, test } from 'vitest'
import { atEnd, changesOf, exponential } from './testing/average.ts'
import { closes } from './testing/batch.ts'
import { describeGolden, describeStock } from './testing/golden.ts'
import { describeProperties } from './testing/properties.ts'
import { closesOf, flatCandles, runIndicator } from './testing/series.ts'
import { tsi } from './tsi.ts'

test('tsi is 100 where the close only rose, −100 where it only fell and 0 where it never moved', () => {
  const run = (candles: ReturnType<typeof closesOf>) => runIndicator(tsi(2, 2, 1), candles)
  expect(run(closesOf([1, 2, 4, 5])).tsi).toEqual([null, null, null, 100])
  expect(run(closesOf([5, 4, 2, 1])).tsi).toEqual([null, null, null, -100])
  expect(run(flatCandles(4)).tsi_signal).toEqual([null, null, null, 0])
})

// A signal of one candle is the line itself, so that it may begin where TA-Lib's does.
describeGolden('tsi(25, 13, 1)', tsi(25, 13, 1), [
  { name: 'tsi', function: 'TSI', output: 'real' },
  { name: 'tsi_signal', function: 'TSI', output: 'real' },
])

// There the line stands alone before its signal.
describeStock(
  'tsi(25, 13, 7)',
  tsi(25, 13, 7),
  [
    { name: 'tsi', file: 'tsi', column: 'tsi' },
    { name: 'tsi_signal', file: 'tsi', column: 'signal' },
  ],
  43,
)

describeProperties('tsi(25, 13, 7)', tsi(25, 13, 7), (candles) => {
  const changes = changesOf(closes(candles))
  const twice = (values: readonly number[]) => exponential(exponential(values, 25), 13)
  const sizes = twice(changes.map(Math.abs))
  const line = twice(changes).map((change, index) => {
    const size = sizes[index] ?? 0
    return size === 0 ? 0 : (100 * change) / size
  })
  return {
    tsi: atEnd(line.slice(6), candles.length),
    tsi_signal: atEnd(exponential(line, 7), candles.length),
  }
})
