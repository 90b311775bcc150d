import { expect, test } from 'vitest'
import { bar, draw, legs, mirrored } from './testing/chart.ts'
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
