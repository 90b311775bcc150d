import { expect, test } from 'vitest'
import type { Candle } from '../../schemas/contracts.generated.ts'
import { kvo } from './kvo.ts'
import { atEnd, exponential } from './testing/average.ts'
import { sum } from './testing/batch.ts'
import { describeStock } from './testing/golden.ts'
import { describeProperties } from './testing/properties.ts'
import { candlesOf, flatCandles, runIndicator } from './testing/series.ts'

test('kvo weighs the volume by how much of the trend’s range the candle made', () => {
  const rows = [10, 12, 14, 10].map((close) => ({
    open: close,
    high: close + 1,
    low: close - 1,
    close,
    volume: 5,
  }))
  // Forces: 0 of the candle that is all of its trend; −5 · 100 · |2 (2/4 − 1)| of the turn.
  const run = runIndicator(kvo(1, 2, 1), candlesOf(rows))
  expect(run.kvo).toEqual([null, null, null, -500 - -250])
})

test('kvo is 0 where nothing trades', () => {
  expect(runIndicator(kvo(1, 2, 1), flatCandles(5)).kvo).toEqual([null, null, null, 0, 0])
})

// There the line stands alone before its signal.
describeStock(
  'kvo(34, 55, 13)',
  kvo(34, 55, 13),
  [
    { name: 'kvo', file: 'kvo', column: 'oscillator' },
    { name: 'kvo_signal', file: 'kvo', column: 'signal' },
  ],
  68,
)

/** The forces from the third candle on, the range of each trend summed anew. */
function forces(candles: readonly Candle[]): number[] {
  const prices = candles.map(({ high, low, close }) => high + low + close)
  const ranges = candles.map(({ high, low }) => high - low)
  const rises = prices.map((price, index) => index > 0 && price > (prices[index - 1] ?? 0))
  return candles.slice(2).map(({ volume }, offset) => {
    const end = offset + 2
    let turn = end
    while (turn > 1 && rises[turn - 1] === rises[end]) turn -= 1
    // The first trend begins without the ranges of its first two candles.
    const total = sum(ranges.slice(turn === 1 ? 2 : turn - 1, end + 1))
    const share = total === 0 ? 1 : (ranges[end] ?? 0) / total
    return (rises[end] ? 1 : -1) * volume * 100 * Math.abs(2 * (share - 1))
  })
}

describeProperties('kvo(10, 20, 5)', kvo(10, 20, 5), (candles) => {
  const fast = exponential(forces(candles), 10).slice(20 - 10)
  const line = exponential(forces(candles), 20).map((slow, index) => (fast[index] ?? 0) - slow)
  return {
    kvo: atEnd(line.slice(4), candles.length),
    kvo_signal: atEnd(exponential(line, 5), candles.length),
  }
})
