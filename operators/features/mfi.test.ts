import { expect, test } from 'vitest'
import { mfi } from './mfi.ts'
import { rolling, sum, typicals } from './testing/batch.ts'
import { describeGolden } from './testing/golden.ts'
import { describeProperties } from './testing/properties.ts'
import { candlesOf, flatCandles, runIndicator } from './testing/series.ts'

test('mfi is 0 without a flow, and does not take a small one for none', () => {
  expect(runIndicator(mfi('mfi_14', 2), flatCandles(3)).mfi_14).toEqual([null, null, 0])
  const tiny = [0.0014, 0.0015, 0.0016].map((price) => ({
    open: price,
    high: price,
    low: price,
    close: price,
    volume: 1,
  }))
  expect(runIndicator(mfi('mfi_14', 2), candlesOf(tiny)).mfi_14).toEqual([null, null, 100])
})

describeGolden('mfi(14)', mfi('mfi_14', 14), [{ name: 'mfi_14', function: 'MFI', output: 'real' }])

describeProperties('mfi(14)', mfi('mfi_14', 14), (candles) => {
  const prices = typicals(candles)
  const flows = prices.map((price, index) => ({
    change: index === 0 ? 0 : price - (prices[index - 1] ?? 0),
    amount: price * (candles[index]?.volume ?? 0),
  }))
  const values = rolling(flows.slice(1), 14, (window) => {
    const rising = sum(window.filter((flow) => flow.change > 0).map((flow) => flow.amount))
    const falling = sum(window.filter((flow) => flow.change < 0).map((flow) => flow.amount))
    return rising + falling === 0 ? 0 : (100 * rising) / (rising + falling)
  })
  return { mfi_14: [null, ...values].slice(0, candles.length) }
})
