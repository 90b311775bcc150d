import { expect, test } from 'vitest'
import { type Bar, bar, candlesOf, mirrored } from '../testing/chart.ts'
import { readVolumeProfile } from './volume-profile.ts'

const read = (bars: readonly Bar[]) => readVolumeProfile(candlesOf(bars, '15m'))
/** Candles of one row each between 100 and 148, with the volume given by price. */
const rows = (volumeAt: (price: number) => number) =>
  Array.from({ length: 48 }, (_, row) =>
    bar(100 + row, 101 + row, 100 + row, 101 + row, volumeAt(100 + row)),
  )
/** Much at 110 and at 138, little between. */
const twoPeaks = rows((price) => {
  const lower = Math.max(0, 10 - Math.abs(price - 110))
  const upper = Math.max(0, 6 - Math.abs(price - 138))
  return 0.2 + lower + upper
})

test('the point of control is the fullest row, and seven tenths of the volume lie around it', () => {
  const profile = read(
    rows((price) => (price === 120 ? 100 : price >= 115 && price < 125 ? 10 : 1)),
  )
  expect(profile?.pointOfControl).toBe(120.5)
  // Of 228, which is 100 + 9 × 10 + 38, 159.6 are wanted: six more rows of ten, even on both sides.
  expect(profile?.valueLow).toBe(117)
  expect(profile?.valueHigh).toBe(124)
})

test('rows that hold much are high nodes, and the thin ones between them low nodes', () => {
  const profile = read(twoPeaks)
  expect(profile?.highNodes).toEqual([110.5, 138.5])
  expect(profile?.lowNodes).toEqual([])
  const thin = read(rows((price) => (price < 120 || price >= 128 ? 8 : Math.abs(price - 124) + 1)))
  expect(thin?.lowNodes).toEqual([124.5])
})

test('a candle spreads its volume evenly from low to high', () => {
  const profile = read([bar(100, 148, 100, 148, 48), bar(130, 131, 130, 131, 5)])
  expect(profile?.pointOfControl).toBe(130.5)
})

test('a chart upside down has its profile upside down', () => {
  const profile = read(twoPeaks)
  const turned = read(mirrored(twoPeaks, 124))
  expect(turned?.pointOfControl).toBeCloseTo(248 - (profile?.pointOfControl ?? 0), 9)
  expect(turned?.valueLow).toBeCloseTo(248 - (profile?.valueHigh ?? 0), 9)
  expect(turned?.valueHigh).toBeCloseTo(248 - (profile?.valueLow ?? 0), 9)
})

test('without volume or movement there is no profile', () => {
  expect(read([bar(100, 101, 99, 100, 0)])).toBeNull()
  expect(read([bar(100, 100, 100, 100, 5)])).toBeNull()
})
