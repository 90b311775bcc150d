import { expect, test } from 'vitest'
import { bar, draw, legs, mirrored } from '../testing/chart.ts'
import { harvest, type Plant } from '../testing/planted.ts'
import { rules } from './rules.ts'

/** Down to 100 three times, and a hammer there at last. */
const hammer = bar(100.7, 100.8, 99.75, 100.78)
const level = legs(106, [100, 8], [105, 8], [100, 8], [105, 8], [100, 8], [106, 8])

test('rules are LONG at a hammer on a support that held before', () => {
  const vote = rules(draw({ bars: [...level, ...legs(106, [100.8, 7]), hammer] }))
  expect(vote).toMatchObject({ head: 'HEAD_D', direction: 'LONG', absent: ['1h.candles'] })
  expect(vote.probability).toBeGreaterThan(0.6)
  expect(vote.reasons.join()).toMatch(/rising hammer at 99.75.*turned at support 99.75/)
})

test('rules are SHORT on the same chart upside down, just as sure', () => {
  const bars = [...level, ...legs(106, [100.8, 7]), hammer]
  const up = rules(draw({ bars }))
  const down = rules(draw({ bars: mirrored(bars, 103) }))
  expect(down.direction).toBe('SHORT')
  expect(down.probability).toBeCloseTo(up.probability, 9)
  expect(down.reasons.join()).toMatch(/falling shooting star at 106.25.*turned at resistance/)
})

test('rules trust the same hammer less in mid-air', () => {
  const far = [...level, ...legs(106, [103.3, 7]), bar(103.2, 103.3, 102.25, 103.28)]
  const vote = rules(draw({ bars: far }))
  const supported = rules(draw({ bars: [...level, ...legs(106, [100.8, 7]), hammer] }))
  expect(vote.probability).toBeLessThan(supported.probability - 0.1)
  expect(vote.reasons.join()).toMatch(/hammer in mid-air/)
  expect(vote.reasons.join()).not.toMatch(/support/)
})

test('rules see no side on a line that goes nowhere', () => {
  const vote = rules(draw({ bars: legs(100, [100, 60]) }))
  expect(vote).toMatchObject({ direction: 'FLAT', probability: 0.5, validity: 'OK' })
})

/** Down to one price twice; then through the high between, or half of the way there. */
const twice =
  (share: number): Plant =>
  (pen) => {
    const from = pen.price()
    pen.leg(from - 6, 12)
    pen.leg(from - 2.5, 8)
    pen.leg(from - 6 + pen.between(-0.2, 0.3), 8)
    pen.leg(from - 6 + share * 4.6, 7, 1.4)
  }

test('rules find the double bottom that is planted, and not the one that has not broken its neckline', () => {
  const got = harvest(rules, { plant: twice(1), near: twice(0.5), named: /double (bottom|top)/ })
  expect(got.recall).toBeGreaterThan(0.8)
  expect(got.against).toBeLessThan(0.02)
  expect(got.precision).toBeGreaterThan(0.65)
  expect(got.named.near).toBeLessThan(0.02)
  expect(got.near).toBeLessThan(0.2)
  expect(got.named.planted).toBeGreaterThan(0.95)
  expect(got.named.unplanted).toBeLessThan(0.08)
})

/** A shoulder, a head, a shoulder, and through the line over both highs; or a second head. */
const shoulders =
  (right: number): Plant =>
  (pen) => {
    const from = pen.price()
    pen.leg(from - 4, 9)
    pen.leg(from - 1, 6)
    pen.leg(from - 6.5, 8)
    pen.leg(from - 1 + pen.between(-0.4, 0.4), 8)
    pen.leg(from - right, 6)
    pen.leg(from + 0.2, 7, 1.4)
  }

test('rules find the head and shoulders that are planted, and not those without a head', () => {
  const got = harvest(rules, { plant: shoulders(4), near: shoulders(6.5), named: /shoulders/ })
  expect(got.recall).toBeGreaterThan(0.8)
  expect(got.against).toBeLessThan(0.02)
  expect(got.precision).toBeGreaterThan(0.65)
  expect(got.named.near).toBeLessThan(0.02)
  expect(got.named.planted).toBeGreaterThan(0.95)
  expect(got.named.unplanted).toBeLessThan(0.03)
})

/** A rush, a rest that gives back the share, and a step out of it. */
const rest =
  (share: number, out: number): Plant =>
  (pen) => {
    const from = pen.price()
    pen.leg(from + 8, 7, 2)
    pen.leg(from + 8 * (1 - share), 9, 0.6)
    pen.candle(out, 0.1, 0.1, 1.5)
  }

test('rules find the flag that is planted, and not the one that price leaves downwards', () => {
  const got = harvest(rules, {
    plant: rest(0.3, 1.6),
    near: rest(0.3, -1.6),
    named: /bull flag|bear flag/,
  })
  expect(got.recall).toBeGreaterThan(0.8)
  expect(got.against).toBeLessThan(0.02)
  expect(got.precision).toBeGreaterThan(0.65)
  expect(got.named.near).toBeLessThan(0.02)
  expect(got.near).toBeLessThan(0.05)
  expect(got.named.planted).toBeGreaterThan(0.7)
  expect(got.named.unplanted).toBeLessThan(0.03)
})
