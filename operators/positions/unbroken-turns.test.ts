import { expect, test } from 'vitest'
import { candlesOf, closeTimeMs, legs } from '../heads/testing/chart.ts'
import { unbrokenTurns } from './unbroken-turns.ts'

const hour = 3_600_000

const turnsOf = (...targets: readonly (readonly [number, number])[]) =>
  unbrokenTurns(candlesOf(legs(100, ...targets), '1h')).map(({ kind, price }) => `${kind} ${price}`)

test('a swing stands until price goes beyond it', () => {
  expect(turnsOf([110, 5], [104, 5], [108, 5])).toEqual(['high 110', 'low 104'])
  expect(turnsOf([110, 5], [104, 5], [112, 5])).toEqual(['low 104'])
  expect(turnsOf([110, 5], [104, 5], [108, 5], [103, 5])).toEqual(['high 110', 'high 108'])
})

test('what is touched again still stands', () => {
  expect(turnsOf([110, 5], [104, 5], [110, 5], [106, 4])).toContain('low 104')
  expect(turnsOf([110, 5], [104, 5], [110, 5], [106, 4])).toContain('high 110')
})

test('a swing is known once three candles have closed behind it', () => {
  expect(turnsOf([110, 5], [104, 5], [106, 2])).toEqual(['high 110'])
  expect(turnsOf([110, 5], [104, 5], [107, 3])).toEqual(['high 110', 'low 104'])
})

test('a turn says when its candle opened', () => {
  const candles = candlesOf(legs(100, [110, 5], [104, 5], [107, 3]), '1h')
  expect(unbrokenTurns(candles).map(({ openMs }) => (closeTimeMs - openMs) / hour)).toEqual([9, 4])
  expect(unbrokenTurns([])).toEqual([])
})
