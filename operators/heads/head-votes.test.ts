import { describe, expect, test } from 'vitest'
import {
  samePrefix,
  sameUnderEveryCrash,
  sameUnderEveryCut,
  storyOf,
} from '../../engine/testing/crash.ts'
import { type Step, underTest } from '../../engine/testing/operator-run.ts'
import type { HeadVotes, MarketRegime } from '../../schemas/contracts.generated.ts'
import { higherTimeframes } from '../candles/higher-timeframes.ts'
import { features } from '../features/features.ts'
import { regimeOf } from '../regime/testing/regime-record.ts'
import { type Timeframe, timeframes } from '../timeframe.ts'
import { type CastVotes, headVotes } from './head-votes.ts'
import { candlesOf, legs } from './testing/chart.ts'

const minute = 60_000
const hour = 60 * minute
/** On the grid of every timeframe up to 4h. */
const start = Date.UTC(2025, 4, 7, 8)

/** Over minutes, of which the longer candles are made. */
const casting = () =>
  underTest(['context', 'regime', 'minute'], ({ context, regime, minute }) => {
    const candle = minute.pipe(
      higherTimeframes({ id: 'higher', patienceMs: 10_000, revisionMaxMs: 600_000 }),
    )
    const known = candle.pipe(features({ id: 'features', epochMs: 900_000 }))
    const cast = headVotes({ id: 'votes', lookBack: timeframes, candlesMax: 120, ownHeads: [] })
    return { out: cast({ context, regime, candle, features: known }) }
  })

/** Over candles as they come. */
const castingOnEach = () =>
  underTest(['context', 'regime', 'candle'], ({ context, regime, candle }) => {
    const known = candle.pipe(features({ id: 'features', epochMs: 900_000 }))
    const cast = headVotes({ id: 'votes', lookBack: timeframes, candlesMax: 120, ownHeads: [] })
    return { out: cast({ context, regime, candle, features: known }) }
  })

/** Minutes from the start, and the regime that is told at the close of some hours. */
function stepsOf(
  minutes: number,
  told: { readonly [hours: number]: Partial<MarketRegime> },
): readonly Step[] {
  const candles = candlesOf(legs(100, [110, minutes]), '1m', start + minutes * minute)
  return candles.flatMap((value): readonly Step[] => {
    const timeMs = value.open_time + minute
    const step = { input: 'minute', key: 'BTCUSDT', value, timeMs }
    const regime = told[(timeMs - start) / hour]
    return regime === undefined ? [step] : [regimeAt(timeMs, regime), step]
  })
}

function regimeAt(timeMs: number, known: Partial<MarketRegime>): Step {
  const value = regimeOf({ time: timeMs, ...known })
  return { input: 'regime', key: 'BTCUSDT', value, timeMs }
}

const on = (scan: Timeframe, analysis: Timeframe = '1h') => ({ scan, entry: scan, analysis })

function votesOf(steps: readonly Step[], under = casting()): readonly HeadVotes[] {
  const last = steps.at(-1)
  const endMs = last !== undefined && 'timeMs' in last ? last.timeMs : 0
  const { outputs } = storyOf(under, [...steps, { beatMs: endMs + 2 * minute }])
  return (outputs.out ?? []).map(({ value }) => (value as CastVotes).votes)
}

/** Timeframe and minutes after the start. */
const scans = (votes: readonly HeadVotes[]) =>
  votes.map(({ timeframe, close_time }) => `${timeframe} ${(close_time - start) / minute}`)

describe('votes', () => {
  test('are cast at each close of 15m without a regime', () => {
    expect(scans(votesOf(stepsOf(60, {})))).toEqual(['15m 15', '15m 30', '15m 45', '15m 60'])
  })

  test('go on at the closes of a shorter scan timeframe, from the next close on', () => {
    expect(scans(votesOf(stepsOf(75, { 1: on('5m') })))).toEqual([
      '15m 15',
      '15m 30',
      '15m 45',
      '15m 60',
      '5m 65',
      '5m 70',
      '5m 75',
    ])
  })

  test('go on at the closes of a longer one: none twice, none of the one in force left out', () => {
    const steps = stepsOf(195, { 1: on('1h', '4h'), 3: on('15m') })
    expect(scans(votesOf(steps))).toEqual([
      '15m 15',
      '15m 30',
      '15m 45',
      '15m 60',
      '1h 120',
      '1h 180',
      '15m 195',
    ])
  })

  test('are about their own timeframe, and hold until its next close', () => {
    const votes = votesOf(stepsOf(75, { 1: on('5m') }))
    const last = votes.at(-1) as HeadVotes
    expect(last.open_time).toBe(last.close_time - 5 * minute)
    for (const { head, valid_until, reasons } of last.votes) {
      if (head === 'HEAD_D') expect(reasons[0]).toContain('of 40 5m candles')
      expect(valid_until).toBe(last.close_time + 5 * minute)
    }
  })

  test('read the analysis timeframe of the regime', () => {
    const steps = stepsOf(600, { 9: on('5m', '15m') })
    const last = votesOf(steps).at(-1)
    const technical = last?.votes.find(({ head }) => head === 'HEAD_A')
    expect(last?.timeframe).toBe('5m')
    expect(technical?.absent).toContain('15m.ema_50')
    expect(technical?.absent).not.toContain('1h.ema_50')
  })

  test('are cast once for a close, though a regime that was late comes between two candles of it', () => {
    const arrives = (step: Step, at: number): Step => ({ ...step, timeMs: start + hour + at })
    const candleOf = (timeframe: Timeframe, closeMs: number): Step => ({
      input: 'candle',
      key: 'BTCUSDT',
      value: candlesOf(legs(100, [101, 1]), timeframe, closeMs)[0],
      timeMs: closeMs,
    })
    const steps = [
      arrives(candleOf('15m', start + hour), 0),
      arrives(regimeAt(start + 58 * minute, on('5m')), 1),
      arrives(candleOf('5m', start + hour), 2),
      candleOf('5m', start + 65 * minute),
    ]
    expect(scans(votesOf(steps, castingOnEach()))).toEqual(['15m 60', '5m 65'])
  })

  test('are the same after any crash, cut or more, over changes of the scan timeframe', () => {
    const steps = stepsOf(200, { 1: on('5m'), 2: on('1h', '4h'), 3: on('15m') })
    sameUnderEveryCrash(casting(), steps)
    sameUnderEveryCut(casting(), steps)
    samePrefix(casting(), steps)
  })
})
