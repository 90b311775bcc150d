import { expect, test } from 'vitest'
import { draw, legs, mirrored } from '../testing/chart.ts'
import { harvest, type Plant } from '../testing/planted.ts'
import { harmonic } from './harmonic.ts'

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

test('harmonic waits until price has turned from D', () => {
  const done = legs(104, [100, 8], [120, 20], [107.64, 12], [113.82, 8], [104.28, 12])
  expect(harmonic(draw({ bars: done })).reasons).toEqual(['nothing seen'])
  expect(harmonic(draw({ bars: [...done, ...legs(104.28, [104.7, 1])] })).direction).toBe('FLAT')
  expect(harmonic(draw({ bars: [...done, ...legs(104.28, [105, 1])] })).direction).toBe('LONG')
})

/** X to D by the ratios of a Gartley, or with a D of another depth, and a first step up from there. */
const shape =
  (ab: number, bc: number, ad: number): Plant =>
  (pen) => {
    const x = pen.price() - 3
    pen.leg(x, 6)
    const a = x + 14
    pen.leg(a, 12)
    const b = a - 14 * ab
    pen.leg(b, 9)
    pen.leg(b + (a - b) * bc, 7)
    pen.leg(a - 14 * ad, 9)
    pen.leg(pen.price() + 1.4, 3)
  }

for (const [name, planted, near] of [
  ['Gartley', shape(0.618, 0.6, 0.786), shape(0.618, 0.6, 0.66)],
  ['bat', shape(0.45, 0.6, 0.886), shape(0.45, 0.6, 0.7)],
  ['butterfly', shape(0.786, 0.6, 1.27), shape(0.786, 0.6, 1.45)],
  ['crab', shape(0.618, 0.8, 1.618), shape(0.618, 0.8, 1.9)],
] as const) {
  test(`harmonic finds the ${name} that is planted, and not legs of other ratios`, () => {
    const got = harvest(harmonic, { plant: planted, near, named: new RegExp(`ish ${name}`) })
    expect(got.recall).toBeGreaterThan(0.95)
    expect(got.against).toBe(0)
    expect(got.precision).toBeGreaterThan(0.85)
    expect(got.unplanted).toBeLessThan(0.15)
    expect(got.near).toBeLessThan(0.15)
    expect(got.named.planted).toBeGreaterThan(0.95)
    expect(got.named.unplanted).toBeLessThan(0.02)
  })
}
