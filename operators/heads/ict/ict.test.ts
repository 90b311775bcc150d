import { expect, test } from 'vitest'
import { type Bar, bar, draw, legs, mirrored } from '../testing/chart.ts'
import type { Pen } from '../testing/pen.ts'
import { harvest, type Plant } from '../testing/planted.ts'
import { ict } from './ict.ts'

/** Straight legs leave gaps; wicks that overlap close them. */
function withWicks({ open, high, low, close }: Bar): Bar {
  return bar(open, high + 0.35, low - 0.35, close)
}

/** A swing low at 99.65, then back down to just above it. */
const approach = legs(112, [104, 36], [100, 6], [103, 6], [100.4, 5]).map(withWicks)
const swept = bar(100.4, 101.2, 99.3, 101.1)
const broken = bar(100.4, 100.5, 99.3, 99.4)

test('ict is LONG where the lows were swept and reclaimed at a discount', () => {
  const vote = ict(draw({ bars: [...approach, swept] }))
  expect(vote).toMatchObject({ head: 'HEAD_E', direction: 'LONG', validity: 'OK' })
  expect(vote.probability).toBeGreaterThan(0.6)
  expect(vote.reasons[0]).toBe('swept lows at 99.6500 0 candles ago')
})

test('ict is SHORT on the same chart upside down', () => {
  const up = ict(draw({ bars: [...approach, swept] }))
  const down = ict(draw({ bars: mirrored([...approach, swept], 100) }))
  expect(down.direction).toBe('SHORT')
  expect(down.probability).toBeCloseTo(up.probability, 9)
})

test('ict takes a close below the lows for a break, not a sweep', () => {
  const vote = ict(draw({ bars: [...approach, broken] }))
  expect(vote.reasons.join()).not.toMatch(/swept/)
  const reclaimed = ict(draw({ bars: [...approach, swept] }))
  expect(vote.probability).toBeLessThan(reclaimed.probability - 0.1)
})

test('ict is surest in a kill zone of New York, winter or summer, and dampened in the Asian session', () => {
  const confidenceAt = (closeTimeMs: number) =>
    ict(draw({ bars: [...approach, swept], closeTimeMs })).confidence
  const quiet = confidenceAt(Date.UTC(2025, 4, 7, 20))
  const inZone = confidenceAt(Date.UTC(2025, 4, 7, 14, 45))
  expect(quiet / inZone).toBeCloseTo(0.92, 9)
  expect(confidenceAt(Date.UTC(2025, 4, 8, 2)) / quiet).toBeCloseTo(0.9, 9)
  // 7:15 UTC is 2:15 in New York in winter and 3:15 in summer; 6:15 is London's session in summer only.
  // There the sweep is a Judas swing of London, too.
  expect(confidenceAt(Date.UTC(2025, 0, 7, 7, 15))).toBeGreaterThanOrEqual(inZone)
  expect(confidenceAt(Date.UTC(2025, 6, 8, 6, 30))).toBeGreaterThanOrEqual(inZone)
  expect(confidenceAt(Date.UTC(2025, 0, 7, 6, 30))).toBeCloseTo(quiet, 9)
  const asian = ict(draw({ bars: [...approach, swept], closeTimeMs: Date.UTC(2025, 4, 8, 2) }))
  expect(asian.reasons.at(-1)).toBe('dampened: Asian session')
})

test('ict warms up', () => {
  expect(ict(draw({ bars: approach.slice(-20) })).validity).toBe('WARMING')
})

/** Lows are raided and one rush breaks the last high, leaving a gap; the low of the raid. */
function rush(pen: Pen): number {
  const from = pen.price()
  pen.leg(from - 3, 7)
  pen.leg(from - 0.5, 5)
  pen.leg(from - 3.6, 5)
  const low = pen.price()
  pen.leg(low + 7, 4, 2)
  return low
}

const entry: Plant = (pen) => {
  const low = rush(pen)
  pen.leg(low + 7 * (1 - pen.between(0.66, 0.74)), 8, 0.7)
}
const givenBack: Plant = (pen) => pen.leg(rush(pen) - 0.8, 10, 0.7)

test('ict finds the raid, rush and return to the entry that are planted, and not the rush given back', () => {
  const got = harvest(ict, { plant: entry, near: givenBack, named: /optimal trade entry/ })
  expect(got.recall).toBeGreaterThan(0.75)
  expect(got.against).toBeLessThan(0.03)
  expect(got.precision).toBeGreaterThan(0.7)
  expect(got.unplanted).toBeLessThan(0.4)
  expect(got.near).toBeLessThan(0.1)
  expect(got.named.planted).toBeGreaterThan(0.8)
  expect(got.named.unplanted).toBeLessThan(0.15)
})

/** One concept alone leans to a side; it takes two for a vote that counts. */
const leaning = { probability: 0.52, confidence: 0.25 }

/** Price comes back into the block, and turns there. */
const block: Plant = (pen) => {
  const low = rush(pen)
  pen.leg(low + 0.5, 18, 0.7)
  pen.candle(0.5, 0.1, 0.2)
}

test('ict finds the return to an order block, and not the close through it', () => {
  const got = harvest(ict, {
    plant: block,
    near: givenBack,
    named: /back at .* order block/,
    least: leaning,
  })
  expect(got.named.planted).toBeGreaterThan(0.95)
  expect(got.named.near).toBeLessThan(0.1)
  expect(got.recall).toBeGreaterThan(0.6)
  expect(got.near).toBeLessThan(0.1)
})

/** Lows that stood are passed and taken back in one candle, at the bottom of the day. */
const raid: Plant = (pen) => {
  pen.leg(pen.price() - 6, 20)
  const low = pen.price()
  pen.leg(low + 2.5, 6)
  pen.leg(low + 0.3, 5)
  pen.candle(0.6, 0.1, pen.between(0.8, 1.2))
}
const noRaid: Plant = (pen) => {
  pen.leg(pen.price() - 6, 20)
  const low = pen.price()
  pen.leg(low + 2.5, 6)
  pen.leg(low + 0.3, 5)
  pen.candle(-0.9, 0.1, 0.4)
}

test('ict finds the raid of lows, and not the close below them', () => {
  const got = harvest(ict, { plant: raid, near: noRaid, named: /swept/, least: leaning })
  expect(got.named.planted).toBeGreaterThan(0.95)
  expect(got.named.near).toBeLessThan(0.1)
  expect(got.recall).toBeGreaterThan(0.75)
  expect(got.near).toBeLessThan(0.1)
})

/** Two quiet hours; in the two since New York opened at 8:00 down first, then up past the open, or not. */
const falseMove =
  (end: number): Plant =>
  (pen) => {
    pen.leg(pen.price(), 9, 0.6)
    const open = pen.price()
    pen.leg(open - 1.8, 3, 1.3)
    pen.leg(open + end, 5, 1.3)
  }

test('ict finds the false first move of a session, and not the one that was never taken back', () => {
  const field = { plant: falseMove(1.4), near: falseMove(-0.6), named: /Judas swing of New York/ }
  const got = harvest(ict, { ...field, closeTimeMs: Date.UTC(2025, 4, 7, 14), least: leaning })
  expect(got.named.planted).toBeGreaterThan(0.95)
  expect(got.named.near).toBeLessThan(0.02)
  expect(got.named.unplanted).toBeLessThan(0.2)
  expect(got.recall).toBeGreaterThan(0.7)
  expect(got.against).toBeLessThan(0.1)
  const quiet = harvest(ict, { ...field, closeTimeMs: Date.UTC(2025, 4, 7, 20), charts: 40 })
  expect(quiet.named.planted).toBe(0)
})
