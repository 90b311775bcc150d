import { expect, test } from 'vitest'
import { bar, draw, legs, mirrored } from '../testing/chart.ts'
import type { Pen } from '../testing/pen.ts'
import { harvest, type Plant } from '../testing/planted.ts'
import { wyckoff } from './wyckoff.ts'

/** Between 100 and 106 and back, for longer than the range that is looked at. */
const range = legs(
  103,
  ...Array.from({ length: 12 }, (_, i) => [i % 2 === 0 ? 106 : 100, 6] as const),
)
const inside = legs(100, [102, 2], [101, 2])
const back = bar(100.2, 102, 100.2, 101.8, 20)

test('wyckoff is LONG at a spring: below the range on volume, and back inside', () => {
  const spring = [...range, ...inside, bar(101, 101, 98.8, 100.2, 30), back]
  const vote = wyckoff(draw({ bars: spring }))
  expect(vote).toMatchObject({ head: 'HEAD_F', direction: 'LONG', validity: 'OK' })
  expect(vote.probability).toBeGreaterThan(0.6)
  expect(vote.reasons[0]).toBe('spring at 3.0 times the volume')
  expect(wyckoff(draw({ bars: mirrored(spring, 100) })).direction).toBe('SHORT')
})

test('wyckoff sees nothing in a test of the range that stays inside it', () => {
  const held = [...range, ...inside, bar(101, 101, 100.1, 100.2, 10), back]
  expect(wyckoff(draw({ bars: held }))).toMatchObject({ direction: 'FLAT', probability: 0.5 })
})

test('wyckoff believes a close outside the range by its volume', () => {
  const out = (volume: number) => {
    const rise = legs(104, [107, 6]).map((one) => ({ ...one, volume }))
    return wyckoff(draw({ bars: [...range, ...rise] }))
  }
  expect(out(18).direction).toBe('LONG')
  expect(out(18).reasons[0]).toBe('sign of strength: 1.00 ATR outside at 1.8 times the volume')
  expect(out(10).probability).toBeLessThan(out(18).probability)
})

test('wyckoff turns against a push that much volume could not carry', () => {
  const absorbed = [...range, ...legs(100, [104, 5]), bar(104, 105.9, 103.9, 104, 30)]
  expect(wyckoff(draw({ bars: absorbed })).direction).toBe('SHORT')
})

test('wyckoff abstains before the range is there, and where nothing traded in it', () => {
  const dead = [...range, ...inside].map((one) => ({ ...one, volume: 0 }))
  expect(wyckoff(draw({ bars: range.slice(0, 60) })).validity).toBe('WARMING')
  expect(wyckoff(draw({ bars: dead })).validity).toBe('NO_DATA')
})

/** A fall with support on the way, a climax, its rally, a quiet low and a walk inside the range; its floor. */
function accumulate(pen: Pen): number {
  pen.leg(pen.price() - 4, 8)
  pen.candle(-1, 0.1, 0.6, 1.6)
  pen.leg(pen.price() + 0.8, 2)
  pen.leg(pen.price() - 3.5, 6, 1.1)
  pen.candle(-1.8, 0.1, 0.7, 2.6)
  const floor = pen.price() - 0.7
  pen.leg(floor + 5.5, 7, 1.2)
  pen.leg(floor + 1.2, 7, 0.7)
  pen.leg(floor + 4, 7, 0.7)
  pen.leg(floor + 0.9, 8, 0.6)
  return floor
}

/** Below the floor on little volume, inside again, and a quiet test of it. */
const springAndTest: Plant = (pen) => {
  const floor = accumulate(pen)
  pen.candle(-1.4, 0.1, 0.3, 0.9)
  pen.leg(floor + 1.1, 2, 1)
  pen.candle(-0.5, 0.1, 0.1, 0.5)
  pen.candle(0.5, 0.1, 0.1, 0.5)
}
/** Below the floor on much volume, and further down. */
const lost: Plant = (pen) => {
  accumulate(pen)
  pen.candle(-1.4, 0.1, 0.3, 1.8)
  pen.leg(pen.price() - 1.6, 3, 1.6)
}

test('wyckoff finds the spring and test that are planted, and not the fall out of the range', () => {
  const got = harvest(wyckoff, {
    plant: springAndTest,
    near: lost,
    named: /accumulation|distribution/,
  })
  expect(got.recall).toBeGreaterThan(0.9)
  expect(got.against).toBeLessThan(0.02)
  expect(got.precision).toBeGreaterThan(0.8)
  expect(got.unplanted).toBeLessThan(0.2)
  expect(got.near).toBeLessThan(0.05)
  expect(got.named.planted).toBeGreaterThan(0.95)
})

/** Out of the range on volume, and quietly back to its lid. */
const strength: Plant = (pen) => {
  const floor = accumulate(pen)
  pen.candle(-1.4, 0.1, 0.3, 0.9)
  pen.leg(floor + 1.5, 3, 1)
  pen.leg(floor + 7, 6, 1.7)
  pen.leg(floor + 5.4, 4, 0.6)
  pen.candle(0.5, 0.1, 0.1, 0.6)
}
/** Up to the lid without volume, and back. */
const refused: Plant = (pen) => {
  const floor = accumulate(pen)
  pen.candle(-1.4, 0.1, 0.3, 0.9)
  pen.leg(floor + 1.5, 3, 1)
  pen.leg(floor + 5, 8, 0.6)
  pen.leg(floor + 2.2, 5, 0.8)
}

test('wyckoff finds the strength and last support that are planted, and not the rise that was refused', () => {
  const got = harvest(wyckoff, {
    plant: strength,
    near: refused,
    named: /(SOS|LPS|SOW|LPSY) \d+ candles/,
  })
  expect(got.recall).toBeGreaterThan(0.9)
  expect(got.against).toBeLessThan(0.02)
  expect(got.precision).toBeGreaterThan(0.8)
  expect(got.unplanted).toBeLessThan(0.2)
  expect(got.near).toBeLessThan(0.05)
  expect(got.named.planted).toBeGreaterThan(0.95)
})
