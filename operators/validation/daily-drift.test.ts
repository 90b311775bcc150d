import { describe, expect, test } from 'vitest'
import { samePrefix, sameUnderEveryCrash, storyOf } from '../../engine/testing/crash.ts'
import { type Step, underTest } from '../../engine/testing/operator-run.ts'
import { toyRandom } from '../../engine/testing/toy-market.ts'
import type { Candle, DriftReport } from '../../schemas/contracts.generated.ts'
import { at, candle, minute, t0 } from '../candles/testing/market.ts'
import { dailyDrift } from './daily-drift.ts'
import { driftDefaults } from './drift.ts'

const operator = underTest(['candle'], ({ candle: candles }) => ({
  out: candles.pipe(dailyDrift({ id: 'drift', thresholds: driftDefaults })),
}))
const day = 1_440

/** The 5m candles of some days, of prices that wander; a day's volume as it says. */
function candlesOf(
  days: number,
  volumeOf: (day: number) => number,
  more: Partial<Candle> = {},
): Step[] {
  const random = toyRandom(7)
  let close = 100
  return Array.from({ length: days * 288 }, (_, n) => {
    const open = close
    close = open * (1 + (random() - 0.5) / 100)
    const volume = volumeOf(Math.floor(n / 288)) * (0.5 + random())
    const prices = {
      open,
      close,
      high: Math.max(open, close) + 0.1,
      low: Math.min(open, close) - 0.1,
    }
    const value = candle(n * 5 * minute, {
      timeframe: '5m',
      ...prices,
      volume,
      trades: Math.floor(random() * 50),
      taker_buy_volume: volume * random(),
      ...more,
    })
    return at((n + 1) * 5 * minute, 'candle', value)
  })
}

function reportsOf(steps: readonly Step[], days: number): DriftReport[] {
  const { outputs } = storyOf(operator, [...steps, { beatMs: t0 + (days * day + 2) * minute }])
  return (outputs.out ?? []).map(({ value }) => value as DriftReport)
}

describe('the daily report on drift', () => {
  test('comes behind each day that has one before it, against seven of these', () => {
    const reports = reportsOf(
      candlesOf(9, () => 10),
      9,
    )
    expect(reports.map(({ from_time: from }) => (from - t0) / minute / day)).toEqual([
      1, 2, 3, 4, 5, 6, 7, 8,
    ])
    expect(reports.map(({ columns }) => columns[2]?.reference)).toEqual(
      [1, 2, 3, 4, 5, 6, 7, 7].map((days) => days * 288),
    )
    expect(reports[0]?.columns[2]?.current).toBe(288)
    expect(reports.every((report) => !report.any_drifted)).toBe(true)
  })

  test('finds the column that has drifted, and no other', () => {
    const [, , , last] = reportsOf(
      candlesOf(5, (n) => (n === 4 ? 25 : 10)),
      5,
    )
    expect(last?.any_drifted).toBe(true)
    expect(last?.columns.filter(({ drifted }) => drifted).map(({ column }) => column)).toEqual([
      'volume',
    ])
    const volume = last?.columns.find(({ column }) => column === 'volume')
    expect(volume?.psi).toBeGreaterThan(1)
    expect(volume?.ks_probability).toBeLessThan(1e-6)
  })

  test('says nothing of a column that is absent, and of other timeframes', () => {
    const absent = { taker_buy_volume: null, trades: null }
    const [report] = reportsOf(
      candlesOf(2, () => 10, absent),
      2,
    )
    const taker = report?.columns.find(({ column }) => column === 'taker_buy_ratio')
    expect(taker).toMatchObject({
      reference: 0,
      current: 0,
      psi: null,
      ks: null,
      drifted: false,
    })
    expect(
      reportsOf(
        candlesOf(2, () => 10, { timeframe: '15m' }),
        2,
      ),
    ).toEqual([])
  })

  test('does not depend on crashes or what comes after', () => {
    const steps = [
      ...candlesOf(2, () => 10).filter((_, n) => n % 2 === 0),
      { beatMs: t0 + 3 * day * minute },
    ]
    sameUnderEveryCrash(operator, steps)
    samePrefix(operator, steps)
  })
})
