import { expect, test } from 'vitest'
import { fisherTransform } from './fisher-transform.ts'
import { describeStock } from './testing/golden.ts'
import { describeProperties } from './testing/properties.ts'
import { closesOf, flatCandles, runIndicator } from './testing/series.ts'

test('the fisher transform is 0 without a range and finite where the price only rises', () => {
  const flat = runIndicator(fisherTransform(2), flatCandles(4))
  expect(flat.fisher_10).toEqual([null, null, 0, 0])
  const rising = closesOf(Array.from({ length: 60 }, (_, index) => 100 + index))
  // The place ends at 0.999, and halving on and on doubles its logarithm.
  const limit = Math.log((1 + 0.999) / (1 - 0.999))
  expect(runIndicator(fisherTransform(10), rising).fisher_10?.at(-1)).toBeCloseTo(limit, 9)
})

test('a window without range puts the price in the middle, so that the transform halves', () => {
  const run = runIndicator(fisherTransform(2), closesOf([10, 12, 12, 12]))
  const [trigger, fisher] = [run.fisher_trigger_10?.[3], run.fisher_10?.[3]]
  expect(run.fisher_10?.[2]).toBe(trigger)
  expect(trigger).toBeGreaterThan(0.1)
  expect(fisher).toBe((trigger ?? 0) / 2)
})

// There are values from the first candle there, of the candles there are.
describeStock(
  'fisherTransform(10)',
  fisherTransform(10),
  [
    { name: 'fisher_10', file: 'fisher', column: 'fisher' },
    { name: 'fisher_trigger_10', file: 'fisher', column: 'trigger' },
  ],
  10,
)

describeProperties('fisherTransform(10)', fisherTransform(10), (candles) => {
  const prices = candles.map(({ high, low }) => (high + low) / 2)
  const lines: number[] = []
  let place = 0
  prices.forEach((price, index) => {
    const window = prices.slice(Math.max(0, index - 9), index + 1)
    const low = Math.min(...window)
    const range = Math.max(...window) - low
    place = range === 0 ? 0 : 0.33 * 2 * ((price - low) / range - 0.5) + 0.67 * place
    if (Math.abs(place) > 0.99) place = 0.999 * Math.sign(place)
    lines.push(Math.atanh(place) + 0.5 * (lines[index - 1] ?? 0))
  })
  return {
    fisher_10: lines.map((value, index) => (index < 10 ? null : value)),
    fisher_trigger_10: lines.map((_, index) => (index < 10 ? null : (lines[index - 1] ?? null))),
  }
})
