import { expect, test } from 'vitest'
import { hurst } from './hurst.ts'
import { closes, mean, rolling, sum } from './testing/batch.ts'
import { deviation } from './testing/deviation.ts'
import { describeStock } from './testing/golden.ts'
import { describeProperties } from './testing/properties.ts'
import { closesOf, flatCandles, runIndicator } from './testing/series.ts'

/** Prices whose returns are those given. */
function pricesOf(returns: readonly number[]): number[] {
  const prices = [100]
  for (const change of returns) prices.push((prices.at(-1) ?? 0) * (1 + change))
  return prices
}

test('hurst is near 1 on a trend that turns once, and low on one that turns each candle', () => {
  const trend = Array.from({ length: 100 }, (_, index) => (index < 50 ? 0.01 : -0.01))
  const swing = Array.from({ length: 100 }, (_, index) => (index % 2 === 0 ? 0.01 : -0.01))
  const last = (returns: readonly number[]) =>
    runIndicator(hurst('hurst_100', 100), closesOf(pricesOf(returns))).hurst_100?.at(-1) ??
    Number.NaN
  const noisy = trend.map((change, index) => change + (swing[index] ?? 0) / 10)
  expect(last(noisy)).toBeGreaterThan(0.9)
  expect(last(swing)).toBeLessThan(0.1)
})

test('hurst is null where the price never moved', () => {
  expect(runIndicator(hurst('hurst_100', 16), flatCandles(40)).hurst_100?.at(-1)).toBeNull()
})

describeStock('hurst(100)', hurst('hurst_100', 100), [
  { name: 'hurst_100', file: 'hurst', column: 'hurstExponent' },
])

function rescaledRange(chunk: readonly number[]): number {
  const center = mean(chunk)
  const course = chunk.map((_, index) => sum(chunk.slice(0, index + 1).map((v) => v - center)))
  const spread = deviation(chunk)
  return spread === 0 ? 0 : (Math.max(...course) - Math.min(...course)) / spread
}

/** 32 returns make chunks of 32, 16 and 8. */
function exponent(returns: readonly number[]): number | null {
  const points = [1, 2, 4].map((count) => {
    const size = 32 / count
    const chunks = Array.from({ length: count }, (_, index) =>
      returns.slice(index * size, (index + 1) * size),
    )
    return { x: Math.log10(size), y: Math.log10(mean(chunks.map(rescaledRange))) }
  })
  if (points.some(({ y }) => !Number.isFinite(y))) return null
  const x = mean(points.map((point) => point.x))
  const y = mean(points.map((point) => point.y))
  const both = sum(points.map((point) => (point.x - x) * (point.y - y)))
  return both / sum(points.map((point) => (point.x - x) * (point.x - x)))
}

describeProperties('hurst(32)', hurst('hurst_100', 32), (candles) => {
  const prices = closes(candles)
  const returns = prices.slice(1).map((price, index) => Math.log(price / (prices[index] ?? 0)))
  return { hurst_100: [null, ...rolling(returns, 32, exponent)].slice(0, candles.length) }
})
