import { expect, test } from 'vitest'
import { type Bar, bar, candlesOf, legs, mirrored } from '../testing/chart.ts'
import { findZigzag } from '../zigzag.ts'
import { findAbsorption, findFailingEffort } from './effort.ts'

const rise = legs(100, [104, 8])
const pushed = [...rise, bar(104, 105.9, 103.9, 104.2, 30)]
const absorb = (bars: readonly Bar[], side: 1 | -1 = 1) =>
  findAbsorption(candlesOf(bars, '15m'), 10, side, 1)

test('a new high on three times the volume that closes near its low is absorbed', () => {
  const found = absorb(pushed)
  expect(found?.effort).toBe(3)
  expect(found?.rejected).toBeCloseTo(0.85, 9)
  expect(absorb(mirrored(pushed, 100), -1)?.rejected).toBeCloseTo(0.85, 9)
})

const held: readonly (readonly [string, Bar])[] = [
  ['on usual volume', bar(104, 105.9, 103.9, 104.2, 12)],
  ['that closes near its high', bar(104, 105.9, 103.9, 105.5, 30)],
  ['that is no new high', bar(103.9, 104, 102.9, 103, 30)],
]
for (const [name, last] of held) {
  test(`a push ${name} is not absorbed`, () => {
    expect(absorb([...rise, last])).toBeNull()
  })
}

const wave = (bars: readonly Bar[], volume: number) => bars.map((one) => ({ ...one, volume }))
const waves = (height: number, volume: number) => {
  const first = wave(legs(100, [106, 6]), 10)
  const back = wave(legs(106, [103, 4]), 5)
  return [
    ...first,
    ...back,
    ...wave(legs(103, [103 + height, 6]), volume),
    ...wave(legs(103 + height, [103, 3]), 5),
  ]
}
const failing = (bars: readonly Bar[], side: 1 | -1 = 1) => {
  const candles = candlesOf(bars, '15m')
  return findFailingEffort(candles, findZigzag(candles, 2), side)
}

test('a wave on more volume that comes less far than the one before is failing', () => {
  const found = failing(waves(3.6, 20))
  expect(found?.result).toBeCloseTo(0.6, 9)
  expect(found?.effort).toBeGreaterThan(1.9)
  expect(failing(mirrored(waves(3.6, 20), 100), -1)?.result).toBeCloseTo(0.6, 9)
  expect(failing(waves(3.6, 20), -1)).toBeNull()
})

test('a wave on less volume, or one that comes as far, is not', () => {
  expect(failing(waves(3.6, 8))).toBeNull()
  expect(failing(waves(5.5, 20))).toBeNull()
})
