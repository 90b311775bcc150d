import { expect, test } from 'vitest'
import { pvo } from './pvo.ts'
import { atEnd, exponential } from './testing/average.ts'
import { describeGolden, describeStock } from './testing/golden.ts'
import { describeProperties } from './testing/properties.ts'
import { candlesOf, flatCandles, runIndicator } from './testing/series.ts'

test('pvo is 0 while nothing was ever traded, and −100 long after the last trade', () => {
  const silent = runIndicator(pvo(2, 3, 2), flatCandles(5))
  expect(silent.pvo).toEqual([null, null, null, 0, 0])
  const once = candlesOf([{ open: 1, high: 1, low: 1, close: 1, volume: 9 }])
  const stopped = runIndicator(pvo(2, 9, 2), [...once, ...flatCandles(99)])
  expect(stopped.pvo?.at(-1)).toBeCloseTo(-100, 9)
})

// A signal of one candle is the line itself, so that it may begin where TA-Lib's does.
describeGolden('pvo(12, 26, 1)', pvo(12, 26, 1), [{ name: 'pvo', function: 'PVO', output: 'real' }])

// There the line stands alone before its signal.
describeStock(
  'pvo(12, 26, 9)',
  pvo(12, 26, 9),
  [
    { name: 'pvo', file: 'pvo', column: 'pvo' },
    { name: 'pvo_signal', file: 'pvo', column: 'signal' },
    { name: 'pvo_histogram', file: 'pvo', column: 'histogram' },
  ],
  33,
)

describeProperties('pvo(12, 26, 9)', pvo(12, 26, 9), (candles) => {
  const volumes = candles.map((candle) => candle.volume)
  const fast = exponential(volumes, 12).slice(26 - 12)
  const line = exponential(volumes, 26).map((slow, index) =>
    slow === 0 ? 0 : 100 * ((fast[index] ?? 0) / slow - 1),
  )
  const signal = exponential(line, 9)
  const shown = line.slice(8)
  return {
    pvo: atEnd(shown, candles.length),
    pvo_signal: atEnd(signal, candles.length),
    pvo_histogram: atEnd(
      shown.map((value, index) => value - (signal[index] ?? 0)),
      candles.length,
    ),
  }
})
