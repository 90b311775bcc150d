import { describe, expect, test } from 'vitest'
import { findCandlePattern } from './candle-patterns.ts'
import { rules } from './rules.ts'
import { type Bar, bar, draw, legs, mirrored } from './testing/chart.ts'

describe('candle patterns', () => {
  const decline = legs(110, [104, 6])
  const named = (bars: readonly Bar[]) =>
    findCandlePattern(draw({ bars }).candles['15m'] ?? [], 1, 1)?.name ?? null
  const cases = [
    { name: 'hammer', bars: [...decline, bar(104, 104.2, 102.5, 104.1)] },
    {
      name: 'bullish engulfing',
      bars: [...decline, bar(104, 104, 103.5, 103.6), bar(103.5, 104.8, 103.5, 104.7)],
    },
    {
      name: 'morning star',
      bars: [
        ...decline,
        bar(104, 104, 103, 103),
        bar(103, 103.2, 102.8, 103.1),
        bar(103.1, 104, 103.1, 103.9),
      ],
    },
    {
      name: 'three white soldiers',
      bars: [...legs(100, [100, 8]), ...legs(100, [101.8, 3])],
    },
    { name: null, bars: [...decline, bar(104, 105.5, 102.5, 104.1)] },
    {
      name: null,
      bars: [...decline, bar(104, 104, 103.5, 103.6), bar(103.6, 104.1, 103.6, 103.9)],
    },
  ]
  for (const { name, bars } of cases) {
    test(name === null ? 'sees none in a candle that only resembles one' : `sees a ${name}`, () => {
      expect(named(bars)).toBe(name)
    })
  }
})

/** Down to 100 three times, and a hammer there at last. */
const hammer = bar(100.8, 101, 99.9, 100.9)
const level = legs(106, [100, 8], [105, 8], [100, 8], [105, 8], [100, 8], [106, 8])

test('rules are LONG at a hammer on a support that held before', () => {
  const vote = rules(draw({ bars: [...level, ...legs(106, [100.8, 7]), hammer] }))
  expect(vote).toMatchObject({ head: 'HEAD_D', direction: 'LONG', absent: ['1h.candles'] })
  expect(vote.probability).toBeGreaterThan(0.6)
  expect(vote.reasons.join()).toMatch(/hammer.*turned at support 99.9/)
})

test('rules are SHORT on the same chart upside down, just as sure', () => {
  const bars = [...level, ...legs(106, [100.8, 7]), hammer]
  const up = rules(draw({ bars }))
  const down = rules(draw({ bars: mirrored(bars, 103) }))
  expect(down.direction).toBe('SHORT')
  expect(down.probability).toBeCloseTo(up.probability, 9)
  expect(down.reasons.join()).toMatch(/shooting star.*turned at resistance/)
})

test('rules trust the same hammer less in the middle of nowhere', () => {
  const far = [...level, ...legs(106, [103.3, 7]), bar(103.3, 103.5, 102.4, 103.4)]
  const vote = rules(draw({ bars: far }))
  const supported = rules(draw({ bars: [...level, ...legs(106, [100.8, 7]), hammer] }))
  expect(vote.probability).toBeLessThan(supported.probability - 0.1)
  expect(vote.reasons.join()).not.toMatch(/support/)
})

test('rules see nothing on a straight line', () => {
  const vote = rules(draw({ bars: legs(100, [104, 60]) }))
  expect(vote).toMatchObject({ direction: 'FLAT', probability: 0.5, validity: 'OK' })
})
