import { describe, expect, test } from 'vitest'
import {
  samePrefix,
  sameUnderEveryCrash,
  sameUnderEveryCut,
  storyOf,
} from '../../engine/testing/crash.ts'
import { type Step, underTest } from '../../engine/testing/operator-run.ts'
import type { Candle, ValidationReport } from '../../schemas/contracts.generated.ts'
import { at, candle, minute, t0 } from '../candles/testing/market.ts'
import { dailyQuality } from './daily-quality.ts'

const revisionMaxMs = 10 * minute
const day = 1_440
const operator = underTest(['candle'], ({ candle: candles }) => ({
  out: candles.pipe(dailyQuality({ id: 'quality', changeMaxPct: 50, revisionMaxMs })),
}))

const bar = (n: number, more: Partial<Candle> = {}, afterMs = (n + 1) * minute): Step =>
  at(afterMs, 'candle', candle(n * minute, { receive_time: t0 + (n + 1) * minute, ...more }))
const bars = (from: number, to: number): Step[] =>
  Array.from({ length: to - from }, (_, n) => bar(from + n))
const ended = { beatMs: t0 + day * minute + revisionMaxMs }

function reportsOf(...steps: Step[]): ValidationReport[] {
  return (storyOf(operator, steps).outputs.out ?? []).map(({ value }) => value as ValidationReport)
}

/** What the rules found, in words. */
function foundIn({ rules }: ValidationReport): string[] {
  return rules.flatMap(({ rule, offenders, first_times: times, reasons }) =>
    offenders === 0
      ? []
      : [
          `${rule} ${offenders}: ${reasons.map((reason, n) => `${((times[n] as number) - t0) / minute} ${reason}`).join(', ')}`,
        ],
  )
}

describe('the daily report on candles', () => {
  test('comes once the revisions of the day are over, and not before', () => {
    expect(reportsOf(...bars(0, day), { beatMs: ended.beatMs - 1 })).toEqual([])
    const [report, ...more] = reportsOf(...bars(0, day), ended)
    expect(more).toEqual([])
    expect(report).toMatchObject({
      symbol: 'BTCUSDT',
      timeframe: '1m',
      from_time: t0,
      to_time: t0 + day * minute,
      candles: day,
      valid: true,
    })
    expect(report?.rules.map(({ rule }) => rule)).toEqual([
      'gap',
      'change',
      'late',
      'synthetic',
      'reanchored',
      'revised',
      'repaired',
    ])
    expect(foundIn(report as ValidationReport)).toEqual([])
  })

  test('tells by rule what was found, and how often', () => {
    const steps = [
      bar(0),
      bar(3),
      bar(4, { close: 200 }),
      bar(5, { synthetic: true, close: 200 }),
      bar(6, { receive_time: t0 + 7 * minute + 90_001, close: 190, reanchored: true }),
      bar(5, { revision: 1, close: 201 }, 8 * minute),
      bar(2, { revision: 1, origin: 'BACKFILL' }, 9 * minute),
    ]
    const [report] = reportsOf(...steps, ended)
    expect(report).toMatchObject({ candles: 5, valid: false })
    expect(foundIn(report as ValidationReport)).toEqual([
      'gap 2: 3 2 missing before it',
      'change 1: 4 close 200 is 90.5 % from 105',
      'late 1: 6 received 90001 ms behind its close',
      'synthetic 1: 5 no trade',
      'reanchored 1: 6 a jump of the price was accepted in it',
      'revised 1: 5 revision 1',
      'repaired 1: 2 revision 1, by a kline',
    ])
  })

  test('is of each day by itself; what is missing across midnight counts for the later one', () => {
    const reports = reportsOf(bar(day - 5), bar(day + 1), { beatMs: ended.beatMs + day * minute })
    expect(reports.map((one) => [one.candles, foundIn(one)])).toEqual([
      [1, []],
      [1, ['gap 5: 1441 5 missing before it']],
    ])
  })

  test('tells ten offenders of a rule, and counts the others', () => {
    const odd = Array.from({ length: 30 }, (_, n) => bar(n, { synthetic: true }))
    const [report] = reportsOf(...odd, ended)
    const synthetic = report?.rules.find(({ rule }) => rule === 'synthetic')
    expect(synthetic).toMatchObject({ offenders: 30 })
    expect(synthetic?.reasons).toHaveLength(10)
  })

  test('does not count longer candles, nor what comes again', () => {
    const longer = bar(10, { timeframe: '5m' }, 20 * minute)
    const [report] = reportsOf(...bars(0, 20), longer, bar(19, {}, 21 * minute), ended)
    expect(report).toMatchObject({ candles: 20, valid: true })
  })

  test('does not depend on crashes, cuts or what comes after', () => {
    const steps = [
      bar(0),
      bar(3),
      bar(4, { close: 200 }),
      bar(4, { revision: 1 }, 6 * minute),
      bar(day + 2),
      ended,
      bar(day + 40),
    ]
    sameUnderEveryCrash(operator, steps)
    sameUnderEveryCut(operator, steps)
    samePrefix(operator, steps)
  })
})
