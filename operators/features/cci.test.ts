import { expect, test } from 'vitest'
import { cci } from './cci.ts'
import { mean, rolling, typicals } from './testing/batch.ts'
import { describeGolden } from './testing/golden.ts'
import { describeProperties } from './testing/properties.ts'
import { flatCandles, runIndicator } from './testing/series.ts'

test('cci is exactly 0 on a flat window whose mean does not round back to the price', () => {
  expect(runIndicator(cci('cci_20', 3), flatCandles(3, 0.1)).cci_20).toEqual([null, null, 0])
})

describeGolden('cci(14)', cci('cci_20', 14), [{ name: 'cci_20', function: 'CCI', output: 'real' }])

describeProperties('cci(20)', cci('cci_20', 20), (candles) => ({
  cci_20: rolling(typicals(candles), 20, (window) => {
    const newest = window.at(-1) ?? 0
    if (window.every((price) => price === newest)) return 0
    const average = mean(window)
    const deviation = mean(window.map((price) => Math.abs(price - average)))
    return (newest - average) / (0.015 * deviation)
  }),
}))
