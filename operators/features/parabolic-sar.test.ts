import { expect, test } from 'vitest'
import type { Candle } from '../../schemas/contracts.generated.ts'
import { parabolicSar } from './parabolic-sar.ts'
import { describeGolden, describeStock } from './testing/golden.ts'
import { describeProperties } from './testing/properties.ts'
import { candlesOf, flatCandles, runIndicator } from './testing/series.ts'

const bars = (ranges: readonly (readonly [number, number])[]) =>
  candlesOf(ranges.map(([low, high]) => ({ open: low, high, low, close: high, volume: 1 })))

test('psar climbs by a growing share of the way to the highest high, below the lows', () => {
  const run = runIndicator(
    parabolicSar(0.02, 0.2),
    bars([
      [10, 11],
      [11, 12],
      [12, 13],
      [13, 14],
    ]),
  )
  expect(run.psar?.[0]).toBeNull()
  expect(run.psar?.[1]).toBe(10)
  expect(run.psar?.[2]).toBeCloseTo(10 + 0.02 * 2, 12)
  expect(run.psar?.[3]).toBeCloseTo(10.04 + 0.04 * (13 - 10.04), 12)
})

test('psar turns to the highest high of the trend where the stop is touched', () => {
  const run = runIndicator(
    parabolicSar(0.02, 0.2),
    bars([
      [10, 11],
      [11, 12],
      [10.04, 11.5],
    ]),
  )
  expect(run.psar).toEqual([null, 10, 12])
})

test('psar begins as falling where the second candle goes down further', () => {
  const run = runIndicator(
    parabolicSar(0.02, 0.2),
    bars([
      [10, 11],
      [8, 11.5],
    ]),
  )
  expect(run.psar).toEqual([null, 8])
  expect(
    runIndicator(
      parabolicSar(0.02, 0.2),
      bars([
        [10, 11],
        [8, 10.5],
      ]),
    ).psar,
  ).toEqual([null, 11])
})

test('psar of a flat price is the price', () => {
  expect(runIndicator(parabolicSar(0.02, 0.2), flatCandles(4)).psar).toEqual([null, 100, 100, 100])
})

describeGolden('parabolicSar(0.02, 0.2)', parabolicSar(0.02, 0.2), [
  { name: 'psar', function: 'SAR', output: 'real' },
])

// Theirs takes 40 bars to come to the same trends, and at bar 250 leaves a turn's stop in its candle.
describeStock(
  'parabolicSar(0.02, 0.2)',
  parabolicSar(0.02, 0.2),
  [{ name: 'psar', file: 'psar', column: 'sar' }],
  251,
)

interface Range {
  readonly high: number
  readonly low: number
}

/** Upside down, a falling trend is a rising one. */
const turned = ({ high, low }: Range): Range => ({ high: -low, low: -high })

/** Always of a rising trend, the candles turned for it while it falls. */
function stopsOf(candles: readonly Candle[]): (number | null)[] {
  const [first, second] = candles
  if (first === undefined || second === undefined) return candles.map(() => null)
  const falls = first.low > second.low && first.low - second.low > second.high - first.high
  let view = (range: Range): Range => (falls ? turned(range) : range)
  let sign = falls ? -1 : 1
  let { low: stop } = view(first)
  let { high: extreme } = view(second)
  let share = 0.02
  return candles.map((candle, index) => {
    if (index === 0) return null
    const before = index === 1 ? second : (candles[index - 1] ?? candle)
    let shown = stop
    if (view(candle).low <= stop) {
      shown = -Math.max(extreme, view(before).high, view(candle).high)
      sign = -sign
      const upward = sign > 0
      view = (range) => (upward ? range : turned(range))
      share = 0.02
      extreme = view(candle).high
    } else if (view(candle).high > extreme) {
      extreme = view(candle).high
      share = Math.min(0.2, share + 0.02)
    }
    stop = Math.min(shown + share * (extreme - shown), view(before).low, view(candle).low)
    return sign * shown
  })
}

describeProperties('parabolicSar(0.02, 0.2)', parabolicSar(0.02, 0.2), (candles) => ({
  psar: stopsOf(candles),
}))
