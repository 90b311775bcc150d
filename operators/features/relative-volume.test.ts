import { expect, test } from 'vitest'
import { relativeVolume } from './relative-volume.ts'
import { mean, rolling } from './testing/batch.ts'
import { describeGolden } from './testing/golden.ts'
import { describeProperties } from './testing/properties.ts'
import { candlesOf, flatCandles, runIndicator } from './testing/series.ts'

const name = 'relative_volume_20'

test('relative volume leaves the candle itself out of the mean', () => {
  const rows = [1, 3, 6].map((volume) => ({ open: 1, high: 1, low: 1, close: 1, volume }))
  expect(runIndicator(relativeVolume(name, 2), candlesOf(rows))[name]).toEqual([null, null, 3])
})

test('relative volume is null after candles that did not trade, whatever traded before them', () => {
  const rows = [1e9 / 3, 0, 0, 5].map((volume) => ({ open: 1, high: 1, low: 1, close: 1, volume }))
  expect(runIndicator(relativeVolume(name, 2), candlesOf(rows))[name]?.[3]).toBeNull()
  expect(runIndicator(relativeVolume(name, 2), flatCandles(3))[name]?.[2]).toBeNull()
})

describeGolden('relativeVolume(20)', relativeVolume(name, 20), [
  { name, function: 'RVOL', output: 'real' },
])

describeProperties('relativeVolume(20)', relativeVolume(name, 20), (candles) => ({
  [name]: rolling(candles, 21, (window) => {
    const before = mean(window.slice(0, -1).map((candle) => candle.volume))
    return before === 0 ? null : (window.at(-1)?.volume ?? 0) / before
  }),
}))
