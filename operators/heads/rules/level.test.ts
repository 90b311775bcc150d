import { expect, test } from 'vitest'
import type { Swing } from '../swings.ts'
import { type Bar, bar, candlesOf, mirrored } from '../testing/chart.ts'
import { hasTurned, levelAtLow, levelClosedThrough } from './level.ts'

const swings: readonly Swing[] = [
  { index: 1, price: 100, kind: 'low' },
  { index: 5, price: 100.2, kind: 'high' },
  { index: 9, price: 105, kind: 'high' },
]
const turnedSwings = swings.map((swing) => ({ ...swing, price: 200 - swing.price }))
const at = (bars: readonly Bar[]) => candlesOf(bars, '15m')
const touch = [bar(101, 101.2, 100.6, 100.8), bar(100.8, 101, 99.9, 100.9)]

test('a low at two swings is at a level, and has turned there once it closes well above', () => {
  const level = levelAtLow(at(touch), swings, 1, 1)
  expect(level).toEqual({ price: 99.9, touches: 2 })
  expect(level && hasTurned(at(touch), level, 1, 1)).toBe(true)
  expect(
    level &&
      hasTurned(at([bar(101, 101, 100.5, 100.5), bar(100.5, 100.5, 99.9, 100.4)]), level, 1, 1),
  ).toBe(false)
  const turned = levelAtLow(at(mirrored(touch, 100)), turnedSwings, -1, 1)
  expect(turned?.price).toBeCloseTo(100.1, 9)
})

test('one swing is no level, nor are two too far away', () => {
  expect(
    levelAtLow(at([bar(106, 106, 105, 105.2), bar(105.2, 106, 105.1, 106)]), swings, 1, 1),
  ).toBeNull()
  expect(
    levelAtLow(at([bar(102, 102, 101, 101), bar(101, 102, 100.8, 102)]), swings, 1, 1),
  ).toBeNull()
})

test('a close through a level counts on its own side, and by its distance', () => {
  const through = [bar(99, 99.9, 98.9, 99.8), bar(99.8, 101, 99.7, 100.9)]
  expect(levelClosedThrough(at(through), swings, 1, 1)).toEqual({ price: 99.8, touches: 2 })
  expect(levelClosedThrough(at(through), swings, -1, 1)).toBeNull()
  expect(levelClosedThrough(at(mirrored(through, 100)), turnedSwings, -1, 1)?.touches).toBe(2)
  const short = [bar(99, 99.9, 98.9, 99.8), bar(99.8, 101, 99.7, 100.3)]
  expect(levelClosedThrough(at(short), swings, 1, 1)).toBeNull()
})
