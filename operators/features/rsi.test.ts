import { expect, test } from 'vitest'
import { rsi } from './rsi.ts'
import { closes, smoothed } from './testing/batch.ts'
import { describeGolden } from './testing/golden.ts'
import { describeProperties } from './testing/properties.ts'
import { closesOf, flatCandles, runIndicator } from './testing/series.ts'

test('rsi is 100 where the close only rose and 0 where it only fell or never moved', () => {
  const rising = runIndicator(rsi('rsi_14', 2), closesOf([1, 2, 3]))
  const falling = runIndicator(rsi('rsi_14', 2), closesOf([3, 2, 1]))
  const flat = runIndicator(rsi('rsi_14', 2), flatCandles(3))
  expect(rising.rsi_14).toEqual([null, null, 100])
  expect(falling.rsi_14).toEqual([null, null, 0])
  expect(flat.rsi_14).toEqual([null, null, 0])
})

describeGolden('rsi(14)', rsi('rsi_14', 14), [{ name: 'rsi_14', function: 'RSI', output: 'real' }])

describeProperties('rsi(14)', rsi('rsi_14', 14), (candles) => {
  const prices = closes(candles)
  const changes = prices.slice(1).map((price, index) => price - (prices[index] ?? 0))
  const gains = smoothed(
    changes.map((change) => Math.max(change, 0)),
    14,
    1 / 14,
  )
  const losses = smoothed(
    changes.map((change) => Math.max(-change, 0)),
    14,
    1 / 14,
  )
  const values = gains.map((gain, index) => {
    const loss = losses[index] ?? null
    if (gain === null || loss === null) return null
    return gain + loss === 0 ? 0 : 100 - 100 / (1 + gain / loss)
  })
  return { rsi_14: [null, ...values].slice(0, candles.length) }
})
