import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  classifyRegime,
  initialRegime,
  isRegime,
  type Regime,
  type RegimeEvidence,
  type RegimeState,
  stepRegime,
} from './regime.ts'

const flat = Array.from({ length: 23 }, () => ({ high: 101, low: 99, close: 100 }))
const broken = [...flat.slice(0, 22), { high: 104, low: 100, close: 103 }]
const fallen = [...flat.slice(0, 22), { high: 100, low: 96, close: 97 }]

function evidence(adx: number | null, daily: number | null, candles = flat): RegimeEvidence {
  return { features: { adx_14: adx }, candles, dailyVolatilityPct: daily }
}

describe('regime of one candle', () => {
  const cases: { name: string; given: RegimeEvidence; regime: Regime }[] = [
    { name: 'is RANGING without history', given: evidence(null, null, []), regime: 'RANGING' },
    {
      name: 'is RANGING without features',
      given: { features: null, candles: [], dailyVolatilityPct: null },
      regime: 'RANGING',
    },
    { name: 'is TRENDING from ADX 25', given: evidence(25, null), regime: 'TRENDING' },
    { name: 'is RANGING below it', given: evidence(24.9, 3), regime: 'RANGING' },
    { name: 'is VOLATILE above 6 %', given: evidence(30, 6.1), regime: 'VOLATILE' },
    { name: 'is not at 6 %', given: evidence(30, 6), regime: 'TRENDING' },
    { name: 'is LOW_VOLATILITY below 2 %', given: evidence(30, 1.9), regime: 'LOW_VOLATILITY' },
    { name: 'is not at 2 %', given: evidence(10, 2), regime: 'RANGING' },
    { name: 'is BREAKOUT above the range', given: evidence(10, 3, broken), regime: 'BREAKOUT' },
    { name: 'is BREAKOUT below the range', given: evidence(10, 1, fallen), regime: 'BREAKOUT' },
    {
      name: 'knows no breakout with too few candles',
      given: evidence(10, 3, broken.slice(1)),
      regime: 'RANGING',
    },
  ]
  for (const { name, given, regime } of cases) {
    test(name, () => expect(classifyRegime(given)).toBe(regime))
  }
})

function run(seen: readonly RegimeEvidence[]): Regime[] {
  let state: RegimeState = initialRegime
  return seen.map((one) => {
    state = stepRegime(state, one)
    return state.regime
  })
}

describe('regime over candles', () => {
  const trend = evidence(30, 3)
  const range = evidence(10, 3)
  const wild = evidence(30, 7)

  test('changes with the third candle in a row', () => {
    expect(run([trend, trend, trend, range, range, range])).toEqual([
      'RANGING',
      'RANGING',
      'TRENDING',
      'TRENDING',
      'TRENDING',
      'RANGING',
    ])
  })

  test('starts counting anew after an interruption', () => {
    expect(run([trend, trend, range, trend, trend]).at(-1)).toBe('RANGING')
    expect(run([trend, trend, wild, trend, trend]).at(-1)).toBe('RANGING')
  })

  test('calls a breakout that holds for three candles', () => {
    const seen = [1, 2, 3].map((after) =>
      evidence(10, 3, [
        ...flat.slice(0, 23 - after),
        ...Array.from({ length: after }, () => ({ high: 104, low: 102, close: 103 })),
      ]),
    )
    expect(run(seen)).toEqual(['RANGING', 'RANGING', 'BREAKOUT'])
  })

  test('never changes twice within three candles', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(trend, range, wild, evidence(10, 1))), (seen) => {
        const path = ['RANGING', ...run(seen)]
        const changes = path.flatMap((regime, at) =>
          at > 0 && regime !== path[at - 1] ? [at] : [],
        )
        for (const [at, change] of changes.entries()) {
          expect(change - (changes[at - 1] ?? 0)).toBeGreaterThanOrEqual(3)
        }
      }),
    )
  })
})

test('isRegime knows its names', () => {
  expect([isRegime('BREAKOUT'), isRegime('breakout')]).toEqual([true, false])
})
