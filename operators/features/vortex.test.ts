import { expect, test } from 'vitest'
import { rolling, sum, trueRanges } from './testing/batch.ts'
import { describeGolden, describeStock } from './testing/golden.ts'
import { describeProperties } from './testing/properties.ts'
import { closesOf, flatCandles, runIndicator } from './testing/series.ts'
import { vortex } from './vortex.ts'

test('vortex by hand: a rise of two a candle with a range of one', () => {
  const run = runIndicator(vortex(2), closesOf([10, 12, 14]))
  expect(run.vortex_plus_14).toEqual([null, null, 6 / 5])
  expect(run.vortex_minus_14).toEqual([null, null, 2 / 5])
})

test('vortex is 0 where the price never moved', () => {
  const run = runIndicator(vortex(2), flatCandles(3))
  expect(run.vortex_plus_14).toEqual([null, null, 0])
  expect(run.vortex_minus_14).toEqual([null, null, 0])
})

describeGolden('vortex(14)', vortex(14), [
  { name: 'vortex_plus_14', function: 'VORTEX', output: 'plusvi' },
  { name: 'vortex_minus_14', function: 'VORTEX', output: 'minusvi' },
])

describeStock('vortex(14)', vortex(14), [
  { name: 'vortex_plus_14', file: 'vortex', column: 'pvi' },
  { name: 'vortex_minus_14', file: 'vortex', column: 'nvi' },
])

describeProperties('vortex(14)', vortex(14), (candles) => {
  const ranges = trueRanges(candles)
  const moves = candles.map((candle, index) => {
    const before = candles[index - 1] ?? candle
    return {
      plus: Math.abs(candle.high - before.low),
      minus: Math.abs(candle.low - before.high),
      range: ranges[index] ?? 0,
    }
  })
  const ratio = (side: 'plus' | 'minus') =>
    rolling(moves, 15, ([, ...window]) => {
      const range = sum(window.map((move) => move.range))
      return range === 0 ? 0 : sum(window.map((move) => move[side])) / range
    })
  return { vortex_plus_14: ratio('plus'), vortex_minus_14: ratio('minus') }
})
