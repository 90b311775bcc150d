import { expect, test } from 'vitest'
import { harmonic } from './harmonic.ts'
import { missOf } from './harmonic-shapes.ts'
import { draw, legs, mirrored } from './testing/chart.ts'

/** X 100, A 120; B gives back 61.8 % of it, C half of AB, D 78.6 % of XA; then a first step up. */
function chart(b: number, c: number, d: number) {
  return legs(104, [100, 8], [120, 20], [b, 12], [c, 8], [d, 12], [d + 1, 2])
}

const gartley = chart(107.64, 113.82, 104.28)

test('harmonic is LONG where a bullish Gartley is done and price turns', () => {
  const vote = harmonic(draw({ bars: gartley }))
  expect(vote).toMatchObject({ head: 'HEAD_G', direction: 'LONG', validity: 'OK' })
  expect(vote.probability).toBeGreaterThan(0.6)
  expect(vote.reasons[0]).toMatch(/^bullish Gartley done at 104.280, fit 1.00/)
  expect(harmonic(draw({ bars: mirrored(gartley, 100) })).direction).toBe('SHORT')
})

test('harmonic fits a bat by its own ratios', () => {
  const vote = harmonic(draw({ bars: chart(111, 116.4, 102.28) }))
  expect(vote.reasons[0]).toMatch(/^bullish bat/)
})

test('harmonic sees nothing where C gives back too little of AB for any pattern', () => {
  const vote = harmonic(draw({ bars: chart(107.64, 110, 104.28) }))
  expect(vote).toMatchObject({ direction: 'FLAT', reasons: ['nothing seen'] })
})

test('harmonic forgets a pattern that price has left', () => {
  const later = [...gartley, ...legs(105.28, [112, 6])]
  expect(harmonic(draw({ bars: later })).direction).toBe('FLAT')
})

test('a miss counts from the edge of its band', () => {
  expect(missOf(0.45, [0.382, 0.5], 0.1)).toBe(0)
  expect(missOf(0.55, [0.382, 0.5], 0.1)).toBeCloseTo(1, 9)
  expect(missOf(0.9, [1, 1], 0.1)).toBeCloseTo(1, 9)
})
