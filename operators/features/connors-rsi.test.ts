import { expect, test } from 'vitest'
import { connorsRsi } from './connors-rsi.ts'
import { atEnd, known, strength } from './testing/average.ts'
import { closes, mean, rolling } from './testing/batch.ts'
import { describeStock } from './testing/golden.ts'
import { describeProperties } from './testing/properties.ts'
import { closesOf, flatCandles, runIndicator } from './testing/series.ts'

const name = 'connors_rsi'

test('connors rsi is 100 where the close rose ever faster and 0 where it never moved', () => {
  const rising = closesOf([1, 2, 5, 20, 100])
  expect(runIndicator(connorsRsi(name, 2, 2, 3), rising)[name]).toEqual([
    null,
    null,
    null,
    null,
    100,
  ])
  expect(runIndicator(connorsRsi(name, 2, 2, 3), flatCandles(5))[name]?.[4]).toBe(0)
})

describeStock('connorsRsi(3, 2, 100)', connorsRsi(name, 3, 2, 100), [
  { name, file: 'crsi', column: 'connorsRsi' },
])

/** Counted back from each candle anew. */
function streakAt(prices: readonly number[], end: number): number {
  const way = (index: number) => Math.sign((prices[index] ?? 0) - (prices[index - 1] ?? 0))
  if (end === 0) return 0
  let length = 0
  for (let i = end; i > 0 && way(i) === way(end) && way(end) !== 0; i -= 1) length += way(end)
  return length
}

describeProperties('connorsRsi(3, 2, 20)', connorsRsi(name, 3, 2, 20), (candles) => {
  const prices = closes(candles)
  const streaks = prices.map((_, index) => streakAt(prices, index))
  const changes = prices.slice(1).map((price, index) => {
    const before = prices[index] ?? 0
    return (price - before) / before
  })
  const ranks = known(
    rolling(changes, 21, (window) => {
      const below = window.slice(0, 20).filter((change) => change < (window[20] ?? 0))
      return (100 * below.length) / 20
    }),
  )
  const price = strength(prices, 3).slice(-ranks.length)
  const streak = strength(streaks, 2).slice(-ranks.length)
  const values = ranks.map((rank, index) => mean([rank, price[index] ?? 0, streak[index] ?? 0]))
  return { [name]: atEnd(values, candles.length) }
})
