import { expect, test } from 'vitest'
import { alma } from './alma.ts'
import { closes, rolling, sum } from './testing/batch.ts'
import { describeStock } from './testing/golden.ts'
import { describeProperties } from './testing/properties.ts'
import { closesOf, flatCandles, runIndicator } from './testing/series.ts'

test('alma weighs around its offset: in the middle of three, the neighbours by e^(−σ²/18)', () => {
  const neighbour = Math.exp(-0.5)
  const run = runIndicator(alma('alma_9', 3, 0.5, 3), closesOf([0, 10, 20, 50]))
  expect(run.alma_9?.[2]).toBeCloseTo(10, 12)
  expect(run.alma_9?.[3]).toBeCloseTo((20 + neighbour * (10 + 50)) / (1 + 2 * neighbour), 12)
})

test('alma of a flat price is the price', () => {
  const run = runIndicator(alma('alma_9', 9, 0.85, 6), flatCandles(9))
  expect(run.alma_9?.at(-1)).toBeCloseTo(100, 12)
})

describeStock('alma(9, 0.85, 6)', alma('alma_9', 9, 0.85, 6), [
  { name: 'alma_9', file: 'alma', column: 'alma' },
])

describeProperties('alma(9, 0.85, 6)', alma('alma_9', 9, 0.85, 6), (candles) => {
  const weights = Array.from({ length: 9 }, (_, index) => {
    const distance = index - 0.85 * 8
    return Math.exp((-distance * distance) / (2 * 1.5 * 1.5))
  })
  const weigh = (window: readonly number[]) =>
    sum(window.map((close, index) => close * (weights[index] ?? 0))) / sum(weights)
  return { alma_9: rolling(closes(candles), 9, weigh) }
})
