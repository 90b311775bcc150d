import { expect, test } from 'vitest'
import { schaffTrendCycle } from './schaff-trend-cycle.ts'
import { atEnd, exponential, known, simple } from './testing/average.ts'
import { closes, rolling } from './testing/batch.ts'
import { describeStock } from './testing/golden.ts'
import { describeProperties } from './testing/properties.ts'
import { closesOf, flatCandles, runIndicator } from './testing/series.ts'

const name = 'schaff_trend_cycle'

test('the schaff trend cycle is 100 in an ever steeper rise and 0 where the price stands still', () => {
  const rising = closesOf(Array.from({ length: 40 }, (_, index) => 100 + index * index))
  expect(runIndicator(schaffTrendCycle(name, 4, 5, 10), rising)[name]?.at(-1)).toBe(100)
  const flat = runIndicator(schaffTrendCycle(name, 4, 5, 10), flatCandles(40, 0.0014))
  expect(flat[name]?.at(-1)).toBe(0)
  // Without a limit on what counts as a range, rounding would swing it to and fro from 110 to 144.
  const stopped = [100.4, 98.3, 102.3, ...Array.from({ length: 200 }, () => 100.3)]
  const run = runIndicator(schaffTrendCycle(name, 4, 5, 10), closesOf(stopped))
  expect(run[name]?.slice(110).every((value) => value === 0)).toBe(true)
})

describeStock('schaffTrendCycle(10, 23, 50)', schaffTrendCycle(name, 10, 23, 50), [
  { name, file: 'stc', column: 'stc' },
])

describeProperties('schaffTrendCycle(6, 12, 26)', schaffTrendCycle(name, 6, 12, 26), (candles) => {
  const fast = exponential(closes(candles), 12).slice(26 - 12)
  const slow = exponential(closes(candles), 26)
  const line = slow.map((value, index) => (fast[index] ?? 0) - value)
  const places = rolling(line, 6, (window) => {
    const low = Math.min(...window)
    const range = Math.max(...window) - low
    const still = range <= 1e-12 * (candles[0]?.close ?? 0)
    return still ? 0 : (100 * ((window.at(-1) ?? 0) - low)) / range
  })
  return { [name]: atEnd(simple(known(places), 3), candles.length) }
})
