import { expect, test } from 'vitest'
import { stochasticRsi } from './stochastic-rsi.ts'
import { atEnd, known, simple, strength } from './testing/average.ts'
import { closes, rolling } from './testing/batch.ts'
import { describeGolden, describeStock } from './testing/golden.ts'
import { describeProperties } from './testing/properties.ts'
import { closesOf, flatCandles, runIndicator } from './testing/series.ts'

test('stochastic rsi is 0 where the rsi has no range, also once the price stands still', () => {
  const flat = runIndicator(stochasticRsi(2, 2, 1, 1), flatCandles(5))
  expect(flat.stoch_rsi_k).toEqual([null, null, null, 0, 0])
  const stopped = closesOf([100.1, 99.7, 100.4, 100.2, ...Array.from({ length: 200 }, () => 100.3)])
  const run = runIndicator(stochasticRsi(14, 14, 3, 3), stopped)
  expect(run.stoch_rsi_k?.slice(40).every((value) => value === 0)).toBe(true)
})

describeGolden('stochasticRsi(14, 5, 1, 3)', stochasticRsi(14, 5, 1, 3), [
  { name: 'stoch_rsi_k', function: 'STOCHRSI', output: 'fastk' },
  { name: 'stoch_rsi_d', function: 'STOCHRSI', output: 'fastd' },
])

// From where %D begins: there %K stands alone before it.
describeStock(
  'stochasticRsi(14, 14, 1, 3)',
  stochasticRsi(14, 14, 1, 3),
  [
    { name: 'stoch_rsi_k', file: 'stoch-rsi', column: 'stochRsi' },
    { name: 'stoch_rsi_d', file: 'stoch-rsi', column: 'signal' },
  ],
  29,
)

describeProperties('stochasticRsi(14, 14, 3, 3)', stochasticRsi(14, 14, 3, 3), (candles) => {
  const places = rolling(strength(closes(candles), 14), 14, (window) => {
    const low = Math.min(...window)
    const range = Math.max(...window) - low
    return range <= 1e-9 ? 0 : (100 * ((window.at(-1) ?? 0) - low)) / range
  })
  const k = simple(known(places), 3)
  return {
    stoch_rsi_k: atEnd(k.slice(2), candles.length),
    stoch_rsi_d: atEnd(simple(k, 3), candles.length),
  }
})
