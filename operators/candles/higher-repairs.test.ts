import { describe, expect, test } from 'vitest'
import type { Step } from '../../engine/testing/operator-run.ts'
import type { Candle } from '../../schemas/contracts.generated.ts'
import { type Timeframe, timeframeMs } from '../timeframe.ts'
import { bars, closedAt, patienceMs, randomSteps, run } from './testing/higher-run.ts'
import { at, beat, candle, minute, t0 } from './testing/market.ts'

describe('a repair', () => {
  const repaired = (n: number, afterMs: number, more: Partial<Candle> = {}): Step =>
    at(afterMs, 'candle', candle(n * minute, { revision: 1, origin: 'BACKFILL', ...more }))
  const hole = [...bars(0, 3), ...bars(9, 60)]
  const filledAtMs = 61 * minute
  const filled = [3, 4, 5, 6, 7, 8].map((n) => repaired(n, filledAtMs))
  const revisionsOf = (steps: readonly Step[]): string[] =>
    run(steps).candles.filter((line) => / r\d/.test(line))

  test('makes again what was written without it, longest first, when no more has come for a while', () => {
    const { candles, counts } = run([...hole, ...filled, beat(filledAtMs + patienceMs)])
    expect(candles.filter((line) => line.startsWith('5m+5'))).toEqual([
      `5m+5 100 110 90 105 v10 partial ${closedAt(10)}`,
      `5m+50 100 110 90 105 v50 ${closedAt(55)}`,
      `5m+55 100 110 90 105 v50 ${closedAt(60)}`,
      '5m+5 100 110 90 105 v50 kline r1 @3670',
    ])
    expect(candles.slice(-4)).toEqual([
      '1h+0 100 110 90 105 v600 kline r1 @3670',
      '15m+0 100 110 90 105 v150 kline r1 @3670',
      '5m+0 100 110 90 105 v50 kline r1 @3670',
      '5m+5 100 110 90 105 v50 kline r1 @3670',
    ])
    expect(counts).toEqual({ 'higher.remade': 4 })
  })

  test('is in what is still open', () => {
    const { values } = run([...hole, ...filled, ...bars(61, 240)])
    const whole = values.find(({ timeframe }) => timeframe === '4h')
    expect(whole).toMatchObject({ volume: 2_390, complete: false, revision: 0 })
  })

  test('that comes again makes the next revision', () => {
    const again = repaired(4, filledAtMs + minute, { volume: 20, revision: 2 })
    const lines = revisionsOf([...hole, ...filled, again, beat(63 * minute)])
    expect(lines.filter((line) => line.startsWith('1h'))).toEqual([
      '1h+0 100 110 90 105 v600 kline r1 @3670',
      '1h+0 100 110 90 105 v610 kline r2 @3730',
    ])
  })

  test('of what was never written writes it, as a revision', () => {
    const lines = revisionsOf([
      ...bars(0, 5),
      ...bars(10, 15),
      repaired(7, 16 * minute),
      beat(17 * minute),
    ])
    expect(lines).toEqual([
      '15m+0 100 110 90 105 v110 kline partial r1 @970',
      '5m+5 100 110 90 105 v10 backfill partial r1 @970',
    ])
  })

  test('of more than two days ago comes too late to be placed', () => {
    const late = repaired(4, 3 * 1_440 * minute)
    const { candles, counts } = run([...hole, ...bars(4_000, 4_001), late, beat(4_400 * minute)])
    expect(candles.filter((line) => / r\d/.test(line))).toEqual([])
    expect(counts).toEqual({ 'higher.unplaced-parts': 1 })
  })
})

test('history that is told when its time is long past is whole', () => {
  const nowMs = 10_000 * minute
  const history = Array.from({ length: 240 }, (_, n) =>
    at(nowMs + n, 'candle', candle(n * minute, { origin: 'BACKFILL' })),
  )
  const { candles } = run([...history, beat(nowMs + minute)])
  expect(candles.slice(0, -1).filter((line) => line.includes('partial'))).toEqual([])
  // Only the day was not yet over.
  expect(candles).toHaveLength(48 + 16 + 4 + 1 + 1)
  expect(candles.at(-1)).toMatch(/^1d\+0 .* partial/)
})

test('where all minutes were repaired the last revisions are their sums', () => {
  for (let seed = 1; seed <= 10; seed++) {
    const steps = randomSteps(seed, 200).slice(0, -1)
    const repairs = Array.from({ length: 240 }, (_, n) =>
      at(
        260 * minute,
        'candle',
        candle(n * minute, { origin: 'BACKFILL', revision: 99, volume: n }),
      ),
    )
    const { values } = run([...steps, ...repairs, beat(262 * minute)])
    const last = new Map(values.map((one) => [`${one.timeframe} ${one.open_time}`, one]))
    const whole = [...last.values()].filter(({ timeframe }) => timeframe !== '1d')
    expect(whole).toHaveLength(48 + 16 + 4 + 1)
    for (const { timeframe, open_time: openMs, volume, complete } of whole) {
      const first = (openMs - t0) / minute
      const parts = timeframeMs[timeframe as Timeframe] / minute
      expect(complete).toBe(true)
      expect(volume, `seed ${seed}: ${timeframe}+${first}`).toBe(
        (parts * (2 * first + parts - 1)) / 2,
      )
    }
  }
})
