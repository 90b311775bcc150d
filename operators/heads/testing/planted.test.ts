import { expect, test } from 'vitest'
import type { HeadInput } from '../head.ts'
import { cast } from '../vote.ts'
import { chartOf, type Field, harvest, type Plant } from './planted.ts'

const rise: Plant = (pen) => pen.leg(pen.price() + 12, 6)
const small: Plant = (pen) => pen.leg(pen.price() + 5, 6)
const none: Omit<Field, 'plant' | 'near'> = {}

/** Votes on how far price came in six candles: what is planted is all that it sees. */
function byMove({ ...input }: HeadInput) {
  const candles = input.candles['15m'] ?? []
  const move = (candles.at(-1)?.close ?? 0) - (candles.at(-7)?.close ?? 0)
  const direction = move > 10 ? 'LONG' : move < -10 ? 'SHORT' : 'FLAT'
  const reasons = [direction === 'FLAT' ? 'no move' : 'a move']
  const caster = { head: 'HEAD_A', modelVersion: 'by-move-1' }
  return cast(caster, input, { direction, probability: 0.7, confidence: 0.7, reasons })
}

test('a head that sees exactly what is planted has full recall and precision', () => {
  expect(harvest(byMove, { plant: rise, near: small, charts: 40, named: /a move/ })).toEqual({
    recall: 1,
    against: 0,
    precision: 1,
    unplanted: 0,
    near: 0,
    named: { planted: 1, unplanted: 0, near: 0 },
  })
})

test('a head that always says the same is right on half of the charts, and precise on a quarter', () => {
  const always = (input: HeadInput) => ({ ...byMove(input), direction: 'LONG' as const })
  const { recall, against, precision, unplanted, near } = harvest(always, {
    plant: rise,
    near: small,
    charts: 40,
  })
  expect([recall, against, precision, unplanted, near]).toEqual([0.5, 0.5, 0.25, 1, 0.5])
})

test('a vote below the level asked for is not counted', () => {
  const least = { probability: 0.8, confidence: 0.5 }
  expect(harvest(byMove, { plant: rise, near: small, charts: 10, least }).recall).toBe(0)
})

test('a chart of a seed is the same each time, with an ATR of about 1 on 15m and more on longer ones', () => {
  const chart = chartOf(7, 1, rise, { ...none, candles: 3_000 })
  expect(chartOf(7, 1, rise, { ...none, candles: 3_000 })).toEqual(chart)
  expect(Object.keys(chart.candles)).toEqual(['15m', '1h', '4h', '1d'])
  const atr = (seed: number) =>
    (['15m', '1h', '4h'] as const).map(
      (timeframe) => chartOf(seed, 1, null, none).features[timeframe]?.atr_14 ?? 0,
    )
  const charts = Array.from({ length: 50 }, (_, seed) => atr(seed))
  const means = [0, 1, 2].map((at) => charts.reduce((sum, one) => sum + (one[at] ?? 0), 0) / 50)
  expect(means[0]).toBeGreaterThan(0.85)
  expect(means[0]).toBeLessThan(1.15)
  expect(means[1]).toBeGreaterThan(1.5)
  expect(means[2]).toBeGreaterThan(3)
})

test('candles of longer timeframes are whole and closed, and hold those of 15m', () => {
  const chart = chartOf(3, -1, rise, { candles: 960, closeTimeMs: Date.UTC(2025, 4, 7, 13, 30) })
  const hourly = chart.candles['1h'] ?? []
  const quarters = chart.candles['15m'] ?? []
  const last = hourly.at(-1)
  expect(last?.open_time).toBe(Date.UTC(2025, 4, 7, 12))
  const inside = quarters.filter(
    ({ open_time: openMs }) =>
      openMs >= (last?.open_time ?? 0) && openMs < (last?.open_time ?? 0) + 3_600_000,
  )
  expect(inside).toHaveLength(4)
  expect(last?.open).toBe(inside[0]?.open)
  expect(last?.close).toBe(inside[3]?.close)
  expect(last?.high).toBe(Math.max(...inside.map(({ high }) => high)))
  expect(last?.low).toBe(Math.min(...inside.map(({ low }) => low)))
})
