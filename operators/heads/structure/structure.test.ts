import { expect, test } from 'vitest'
import { draw, legs, mirrored } from '../testing/chart.ts'
import { harvest, type Plant } from '../testing/planted.ts'
import { structure } from './structure.ts'

/** Higher highs and higher lows, ending `beyond` the last high of 112. */
const stairs = (end: number) =>
  legs(98, [100, 6], [106, 6], [103, 5], [109, 6], [106, 5], [112, 6], [109, 5], [end, 7])
const hourly = legs(90, [100, 10], [94, 8], [106, 10], [99, 8], [112, 10])

const longer = { '4h': hourly, '1d': hourly }
const whole = { hourly, hourlyFeatures: { atr_14: 2 }, longer }

test('structure is LONG on higher highs and lows and a close above the last high', () => {
  const vote = structure(draw({ bars: stairs(113.5), ...whole }))
  expect(vote).toMatchObject({ head: 'HEAD_H', direction: 'LONG', absent: [] })
  expect(vote.probability).toBeGreaterThan(0.75)
  expect(vote.reasons.join()).toMatch(/break of structure: close 1.50 ATR above 112.000, 2 candles/)
  expect(vote.reasons.join()).toMatch(/trends: 1h 1.00, 4h 1.00, 1d 1.00/)
})

test('structure is SHORT on the same chart upside down', () => {
  const down = mirrored(hourly, 100)
  const vote = structure(
    draw({
      bars: mirrored(stairs(113.5), 100),
      hourly: down,
      hourlyFeatures: { atr_14: 2 },
      longer: { '4h': down, '1d': down },
    }),
  )
  expect(vote.direction).toBe('SHORT')
  const up = structure(draw({ bars: stairs(113.5), ...whole }))
  expect(vote.probability).toBeCloseTo(up.probability, 9)
})

test('structure is surer of a break than of the steps alone', () => {
  const steps = structure(draw({ bars: stairs(111.5) }))
  const broke = structure(draw({ bars: stairs(113.5) }))
  expect(steps.direction).toBe('LONG')
  expect(steps.probability).toBeLessThan(broke.probability)
})

test('structure lists the timeframes that it lacks and is less confident without them', () => {
  const alone = structure(draw({ bars: stairs(113.5) }))
  const withHour = structure(draw({ bars: stairs(113.5), hourly, hourlyFeatures: { atr_14: 2 } }))
  const all = structure(draw({ bars: stairs(113.5), ...whole }))
  expect(alone.absent).toEqual(['1h.candles', '4h.candles', '1d.candles'])
  expect(withHour.absent).toEqual(['4h.candles', '1d.candles'])
  expect(alone.confidence).toBeLessThan(withHour.confidence)
  expect(withHour.confidence).toBeLessThan(all.confidence)
})

test('structure is less sure where the longer timeframes go the other way', () => {
  const against = mirrored(hourly, 100)
  const opposed = structure(
    draw({
      bars: stairs(113.5),
      hourly,
      hourlyFeatures: { atr_14: 2 },
      longer: { '4h': against, '1d': against },
    }),
  )
  expect(opposed.probability).toBeLessThan(
    structure(draw({ bars: stairs(113.5), ...whole })).probability,
  )
  expect(opposed.reasons.join()).toMatch(/1h 1.00, 4h -1.00, 1d -1.00/)
})

test('structure calls a close below the last low of a rise a change of character', () => {
  const vote = structure(draw({ bars: stairs(104.5) }))
  expect(vote.reasons.join()).toMatch(/change of character: close 1.50 ATR below 106/)
  expect(vote.probability).toBeLessThan(0.55)
})

test('structure sees no steps where highs rise and lows fall', () => {
  const widening = legs(100, [103, 6], [99, 6], [105, 8], [97, 8], [107, 8], [102, 6])
  expect(structure(draw({ bars: widening })).reasons.join()).not.toMatch(/highs and lows/)
})

/** Three steps up, the last of which breaks the high before. */
const climb: Plant = (pen) => {
  for (let step = 0; step < 3; step += 1) {
    const from = pen.price()
    pen.leg(from + 5, 7)
    pen.leg(from + 2.4, 6)
  }
  pen.leg(pen.price() + 4, 6, 1.5)
}
/** The same three steps, and then below the last of them. */
const failed: Plant = (pen) => {
  for (let step = 0; step < 3; step += 1) {
    const from = pen.price()
    pen.leg(from + 5, 7)
    pen.leg(from + 2.4, 6)
  }
  pen.leg(pen.price() + 1.2, 4)
  pen.leg(pen.price() - 2.4, 5, 1.5)
}

test('structure finds the climb that is planted, and not the one that broke its last low', () => {
  const got = harvest(structure, { plant: climb, near: failed, named: /break of structure/ })
  expect(got.recall).toBeGreaterThan(0.9)
  expect(got.near).toBeLessThan(0.05)
  expect(got.unplanted).toBeLessThan(0.5)
  expect(got.against).toBeLessThan(0.02)
  expect(got.precision).toBeGreaterThan(0.65)
  expect(got.named.planted).toBeGreaterThan(0.95)
})

/** A high is sold into a raid of the low before it, broken, and come back to. */
const breaker: Plant = (pen) => {
  const from = pen.price()
  pen.leg(from - 3, 6)
  pen.leg(from, 6)
  pen.leg(from - 4, 7)
  pen.leg(from + 3, 8, 1.5)
  pen.leg(from - 0.1, 8, 0.7)
}
/** The same, but price falls through what it broke. */
const lost: Plant = (pen) => {
  const from = pen.price()
  pen.leg(from - 3, 6)
  pen.leg(from, 6)
  pen.leg(from - 4, 7)
  pen.leg(from + 3, 8, 1.5)
  pen.leg(from - 2.5, 10, 0.7)
}

test('structure finds the return to a breaker, and not the fall through it', () => {
  const leaning = { probability: 0.52, confidence: 0.25 }
  const got = harvest(structure, {
    plant: breaker,
    near: lost,
    named: /back at the .* breaker/,
    least: leaning,
  })
  expect(got.named.planted).toBeGreaterThan(0.9)
  expect(got.named.unplanted).toBeLessThan(0.15)
  expect(got.named.near).toBeLessThan(0.05)
  expect(got.recall).toBeGreaterThan(0.6)
  expect(got.against).toBeLessThan(0.02)
  expect(got.near).toBeLessThan(0.4)
})
