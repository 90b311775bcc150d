import { expect, test } from 'vitest'
import { structure } from './structure.ts'
import { draw, legs, mirrored } from './testing/chart.ts'

/** Higher highs and higher lows, ending `beyond` the last high of 112. */
const stairs = (end: number) =>
  legs(98, [100, 6], [106, 6], [103, 5], [109, 6], [106, 5], [112, 6], [109, 5], [end, 7])
const hourly = legs(90, [100, 10], [94, 8], [106, 10], [99, 8], [112, 10])

test('structure is LONG on higher highs and lows and a close above the last high', () => {
  const vote = structure(draw({ bars: stairs(113.5), hourly, hourlyFeatures: { atr_14: 2 } }))
  expect(vote).toMatchObject({ head: 'HEAD_H', direction: 'LONG', absent: [] })
  expect(vote.probability).toBeGreaterThan(0.75)
  expect(vote.reasons.join()).toMatch(/break of structure: close 1.50 ATR above 112/)
})

test('structure is SHORT on the same chart upside down', () => {
  const bars = mirrored(stairs(113.5), 100)
  const down = mirrored(hourly, 100)
  const vote = structure(draw({ bars, hourly: down, hourlyFeatures: { atr_14: 2 } }))
  expect(vote.direction).toBe('SHORT')
})

test('structure is surer of a break than of the steps alone', () => {
  const steps = structure(draw({ bars: stairs(111.5) }))
  const broke = structure(draw({ bars: stairs(113.5) }))
  expect(steps.direction).toBe('LONG')
  expect(steps.probability).toBeLessThan(broke.probability)
  expect(steps.absent).toEqual(['1h.candles'])
})

test('structure calls a close below the last low of a rise a change of character', () => {
  const vote = structure(draw({ bars: stairs(104.5) }))
  expect(vote.reasons.join()).toMatch(/change of character: close 1.50 ATR below 106/)
  expect(vote.probability).toBeLessThan(0.55)
})

test('structure sees no trend where highs rise and lows fall', () => {
  const widening = legs(100, [103, 6], [99, 6], [105, 8], [97, 8], [107, 8], [102, 6])
  expect(structure(draw({ bars: widening })).direction).toBe('FLAT')
})
