import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Candle } from '../../schemas/contracts.generated.ts'
import { type PatternName, patterns } from './catalogue.ts'
import { recognise, scoreOf } from './recognise.ts'
import { randomChart } from './testing/random-chart.ts'

type Scores = { readonly [name in PatternName]?: number }

function scoresOf(candles: readonly Candle[]): Scores {
  return Object.fromEntries(recognise(candles).map(({ pattern, score }) => [pattern.name, score]))
}

/** Each price through `move`, which may turn high and low about. */
function redraw(candles: readonly Candle[], move: (price: number) => number): readonly Candle[] {
  return candles.map((candle) => {
    const high = move(candle.high)
    const low = move(candle.low)
    return {
      ...candle,
      open: move(candle.open),
      high: Math.max(high, low),
      low: Math.min(high, low),
      close: move(candle.close),
    }
  })
}

function signed(score: number | undefined, sign: 1 | -1): number | undefined {
  return score === undefined ? undefined : sign * score
}

/** What an upside-down chart shows instead, and with which sign. Patterns that are not here have one side only. */
const mirror: readonly (readonly [PatternName, PatternName, 1 | -1])[] = [
  ['three inside up or down', 'three inside up or down', -1],
  ['three-line strike', 'three-line strike', -1],
  ['three outside up or down', 'three outside up or down', -1],
  ['abandoned baby', 'abandoned baby', -1],
  ['belt hold', 'belt hold', -1],
  ['breakaway', 'breakaway', -1],
  ['closing marubozu', 'closing marubozu', -1],
  ['counterattack', 'counterattack', -1],
  ['doji star', 'doji star', -1],
  ['engulfing', 'engulfing', -1],
  ['harami', 'harami', -1],
  ['harami cross', 'harami cross', -1],
  ['high-wave candle', 'high-wave candle', -1],
  ['hikkake', 'hikkake', -1],
  ['modified hikkake', 'modified hikkake', -1],
  ['kicking', 'kicking', -1],
  ['kicking by length', 'kicking by length', -1],
  ['long line', 'long line', -1],
  ['marubozu', 'marubozu', -1],
  ['rising or falling three methods', 'rising or falling three methods', -1],
  ['separating lines', 'separating lines', -1],
  ['short line', 'short line', -1],
  ['spinning top', 'spinning top', -1],
  ['tasuki gap', 'tasuki gap', -1],
  ['tristar', 'tristar', -1],
  ['upside or downside gap three methods', 'upside or downside gap three methods', -1],
  ['morning star', 'evening star', -1],
  ['morning doji star', 'evening doji star', -1],
  ['doji', 'doji', 1],
  ['long-legged doji', 'long-legged doji', 1],
  ['rickshaw man', 'rickshaw man', 1],
  ['dragonfly doji', 'gravestone doji', 1],
]

test('an upside-down chart gives a symmetric pattern the opposite sign', () => {
  fc.assert(
    fc.property(randomChart, (candles) => {
      const upright = scoresOf(candles)
      // About zero: only a change of sign is exact for every price.
      const turned = scoresOf(redraw(candles, (price) => -price))
      for (const [name, other, sign] of mirror) {
        expect(turned[other], name).toBe(signed(upright[name], sign))
        expect(turned[name], other).toBe(signed(upright[other], sign))
      }
    }),
    { numRuns: 500 },
  )
})

test('prices times a power of two change nothing', () => {
  fc.assert(
    fc.property(randomChart, fc.integer({ min: -30, max: 30 }), (candles, power) => {
      let factor = 1
      for (let step = 0; step < Math.abs(power); step += 1) factor *= power < 0 ? 0.5 : 2
      expect(recognise(redraw(candles, (price) => price * factor))).toEqual(recognise(candles))
    }),
    { numRuns: 300 },
  )
})

test('a pattern sees no candle older than its look-back', () => {
  fc.assert(
    fc.property(randomChart, (candles) => {
      const scores = scoresOf(candles)
      for (const { name, lookback } of patterns) {
        expect(scoreOf(name, candles.slice(-(lookback + 1))), name).toBe(scores[name] ?? 0)
        expect(scoreOf(name, candles.slice(-lookback)), name).toBe(0)
      }
    }),
    { numRuns: 300 },
  )
})

test('a chart read candle by candle gives what the newest 17 candles alone give', () => {
  fc.assert(
    fc.property(randomChart, (candles) => {
      for (let end = 1; end <= candles.length; end += 1) {
        const window = candles.slice(Math.max(0, end - 17), end)
        expect(recognise(candles.slice(0, end))).toEqual(recognise(window))
      }
    }),
  )
})

test('a pattern alone gives what it gives among all', () => {
  fc.assert(
    fc.property(randomChart, (candles) => {
      const scores = scoresOf(candles)
      for (const { name } of patterns) expect(scoreOf(name, candles)).toBe(scores[name] ?? 0)
    }),
  )
})
