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

function evidence(known: Partial<RegimeEvidence> = {}): RegimeEvidence {
  const unknown = {
    adx: null,
    hurst: null,
    atrRank: null,
    bandWidthRank: null,
    rangeWidthRank: null,
  }
  return { ...unknown, candles: flat, ...known }
}

const trending = { adx: 30, hurst: 0.6 }
const narrow = { rangeWidthRank: 0.3 }

describe('regime of one candle', () => {
  const cases: { name: string; given: Partial<RegimeEvidence>; regime: Regime }[] = [
    { name: 'is RANGING without history', given: { candles: [] }, regime: 'RANGING' },
    { name: 'is TRENDING from ADX 25', given: { adx: 25, hurst: 0.6 }, regime: 'TRENDING' },
    { name: 'is RANGING below it', given: { adx: 24.9, hurst: 0.6 }, regime: 'RANGING' },
    {
      name: 'is RANGING where moves do not go on',
      given: { adx: 40, hurst: 0.55 },
      regime: 'RANGING',
    },
    { name: 'trends by ADX while Hurst is not known', given: { adx: 25 }, regime: 'TRENDING' },
    {
      name: 'is VOLATILE in the widest tenth of its past',
      given: { ...trending, atrRank: 0.9 },
      regime: 'VOLATILE',
    },
    {
      name: 'is not below it',
      given: { ...trending, atrRank: 0.89 },
      regime: 'TRENDING',
    },
    {
      name: 'is LOW_VOLATILITY where candles and bands are quiet',
      given: { ...trending, atrRank: 0.25, bandWidthRank: 0.25 },
      regime: 'LOW_VOLATILITY',
    },
    {
      name: 'is not where the bands are wide',
      given: { ...trending, atrRank: 0.25, bandWidthRank: 0.26 },
      regime: 'TRENDING',
    },
    {
      name: 'is not where the bands are not known',
      given: { atrRank: 0.1 },
      regime: 'RANGING',
    },
    {
      name: 'is BREAKOUT above a narrow range',
      given: { ...narrow, candles: broken },
      regime: 'BREAKOUT',
    },
    {
      name: 'is BREAKOUT below it',
      given: { ...narrow, candles: fallen, atrRank: 0.2, bandWidthRank: 0.2 },
      regime: 'BREAKOUT',
    },
    {
      name: 'is none out of a wide one',
      given: { rangeWidthRank: 0.51, candles: broken },
      regime: 'RANGING',
    },
    { name: 'is none out of one of unknown width', given: { candles: broken }, regime: 'RANGING' },
    {
      name: 'knows no breakout with too few candles',
      given: { ...narrow, candles: broken.slice(1) },
      regime: 'RANGING',
    },
    {
      name: 'is VOLATILE rather than BREAKOUT',
      given: { ...narrow, candles: broken, atrRank: 0.95 },
      regime: 'VOLATILE',
    },
  ]
  for (const { name, given, regime } of cases) {
    test(name, () => expect(classifyRegime(evidence(given))).toBe(regime))
  }
})

const hour = 3_600_000

function run(seen: readonly RegimeEvidence[]): RegimeState[] {
  let state: RegimeState = initialRegime
  return seen.map((one, at) => {
    state = stepRegime(state, one, (at + 1) * hour)
    return state
  })
}

const regimesOf = (seen: readonly RegimeEvidence[]) => run(seen).map(({ regime }) => regime)

describe('regime over candles', () => {
  const trend = evidence(trending)
  const range = evidence()
  const wild = evidence({ atrRank: 1 })

  test('changes with the third candle in a row', () => {
    expect(regimesOf([trend, trend, trend, range, range, range])).toEqual([
      'RANGING',
      'RANGING',
      'TRENDING',
      'TRENDING',
      'TRENDING',
      'RANGING',
    ])
  })

  test('says since when, what the newest candle says, and how often in a row', () => {
    const states = run([trend, trend, trend, range, wild, wild])
    expect(states.map(({ sinceMs }) => (sinceMs ?? 0) / hour)).toEqual([1, 1, 3, 3, 3, 3])
    expect(states.map(({ seenCandles }) => seenCandles)).toEqual([1, 2, 0, 1, 1, 2])
    expect(states.at(-1)?.seen).toBe('VOLATILE')
  })

  test('starts counting anew after an interruption', () => {
    expect(regimesOf([trend, trend, range, trend, trend]).at(-1)).toBe('RANGING')
    expect(regimesOf([trend, trend, wild, trend, trend]).at(-1)).toBe('RANGING')
  })

  test('calls a breakout that holds for three candles', () => {
    const seen = [1, 2, 3].map((after) =>
      evidence({
        ...narrow,
        candles: [
          ...flat.slice(0, 23 - after),
          ...Array.from({ length: after }, () => ({ high: 104, low: 102, close: 103 })),
        ],
      }),
    )
    expect(regimesOf(seen)).toEqual(['RANGING', 'RANGING', 'BREAKOUT'])
  })

  test('never changes twice within three candles', () => {
    const quiet = evidence({ atrRank: 0, bandWidthRank: 0 })
    fc.assert(
      fc.property(fc.array(fc.constantFrom(trend, range, wild, quiet)), (seen) => {
        const path = ['RANGING', ...regimesOf(seen)]
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
