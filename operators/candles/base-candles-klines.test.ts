import { describe, expect, test } from 'vitest'
import type { Step } from '../../engine/testing/operator-run.ts'
import type { Kline } from '../../schemas/contracts.generated.ts'
import { came, candlesOf, fed, graceMs, patient, revisionMaxMs, run } from './testing/base-run.ts'
import { at, beat, kline, minute, t0, trade } from './testing/market.ts'

describe('a kline', () => {
  test('without trades is a candle of its own interval', () => {
    expect(candlesOf([came(kline(0)), came(kline(minute, { origin: 'BACKFILL' }))])).toEqual([
      '1m+0 100 110 90 105 v10 kline @62',
      '1m+1 100 110 90 105 v10 backfill @122',
    ])
    expect(candlesOf([came(kline(0, { interval: '1h' }), 60 * minute)])).toEqual([
      '1h+0 100 110 90 105 v10 kline @3600',
    ])
  })

  test('that is missing is a gap, never synthetic', () => {
    const steps = [came(kline(0)), came(kline(3 * minute)), beat(90 * minute)]
    expect(candlesOf(steps).map((line) => line.split(' ')[0])).toEqual(['1m+0', '1m+3'])
  })

  const faults: readonly [string, Partial<Kline>][] = [
    ['interval', { interval: '3m' }],
    ['grid', { open_time: t0 + 1 }],
    ['grid', { open_time: t0 + minute, interval: '5m' }],
    ['price', { open: 0 }],
    ['price', { high: 1_000_000 }],
    ['price', { low: Number.NaN }],
    ['price', { close: -1 }],
    ['ohlc', { high: 104 }],
    ['ohlc', { low: 101 }],
    ['volume', { volume: -1 }],
    ['volume', { volume: Number.NaN }],
  ]
  for (const [rule, more] of faults) {
    test(`with ${JSON.stringify(more)} is a dead letter by the rule '${rule}'`, () => {
      expect(run([came(kline(0, more), minute)])).toMatchObject({ candles: [], buried: [rule] })
    })
  }

  test('that comes again is counted, and told once, also long after, also of longer intervals', () => {
    const hour = kline(0, { interval: '1h' })
    const again = [
      came(hour, 61 * minute),
      came(hour, 62 * minute),
      came({ ...hour, origin: 'BACKFILL' }, 500 * minute),
    ]
    const { candles, counts, buried } = run(again)
    expect(candles).toHaveLength(1)
    expect(counts).toEqual({ 'base.agreeing-klines': 1, 'base.repeated-klines': 1 })
    expect(buried).toEqual([])
  })

  test('that fills a gap from before is told, however late', () => {
    const steps = [
      came(kline(0)),
      came(kline(2 * minute)),
      came(kline(minute, { origin: 'BACKFILL' }), 500 * minute),
    ]
    expect(candlesOf(steps).at(-1)).toBe('1m+1 100 110 90 105 v10 backfill r1 @30000')
  })

  test('that an exchange has of a minute in which nothing was traded is synthetic', () => {
    const quiet = kline(minute, { origin: 'BACKFILL', volume: 0, trades: 0 })
    expect(candlesOf([came(kline(0)), came(quiet)]).at(-1)).toBe(
      '1m+1 100 110 90 105 v0 backfill synthetic @122',
    )
  })

  test('of the stream is a dead letter behind its revision time', () => {
    expect(run([came(kline(0), minute + revisionMaxMs)]).buried).toEqual(['late'])
    expect(run([came(kline(0), minute + revisionMaxMs - 1)]).buried).toEqual([])
  })

  test('that differs from the one before is its next revision', () => {
    expect(candlesOf([came(kline(0)), came(kline(0, { close: 106 }), 2 * minute)]).at(-1)).toBe(
      '1m+0 100 110 90 106 v10 kline r1 @120',
    )
  })

  test('of a longer interval does not count once a shorter one is known', () => {
    const steps = [
      came(kline(0, { interval: '5m' }), 5 * minute),
      came(kline(5 * minute), 6 * minute),
      came(kline(5 * minute, { interval: '5m' }), 10 * minute),
      fed(trade(0, 11 * minute)),
      came(kline(0, { interval: '1h' }), 60 * minute),
    ]
    const { candles, counts } = run(steps)
    expect(candles.slice(0, 3)).toEqual([
      '5m+0 100 110 90 105 v10 kline @300',
      '1m+5 100 110 90 105 v10 kline @360',
      '1m+11 100 100 100 100 v1 @722',
    ])
    expect(counts['base.longer-klines']).toBe(2)
  })
})

describe('a kline beside trades', () => {
  const warmUp = [
    fed(trade(0, 0)),
    fed(trade(1, minute)),
    fed(trade(2, minute + 1)),
    beat(2 * minute),
  ]
  const ofMinute1 = { open: 100, high: 100, low: 100, close: 100, volume: 2 }

  test('that agrees changes nothing', () => {
    const { candles, counts } = run([...warmUp, came(kline(minute, ofMinute1))])
    expect(candles).toHaveLength(2)
    expect(counts).toEqual({ 'base.agreeing-klines': 1 })
  })

  test('loses against a minute whose ids have no gap', () => {
    const { candles, counts } = run([...warmUp, came(kline(minute))])
    expect(candles.at(-1)).toBe('1m+1 100 100 100 100 v2 @122')
    expect(counts).toEqual({ 'base.differing-klines': 1 })
  })

  test('wins against any minute where it was fetched later: trades may be missing at its end', () => {
    const fetched = { ...kline(minute), origin: 'BACKFILL' as const }
    const { candles } = run([...warmUp, came(fetched)])
    expect(candles.at(-1)).toBe('1m+1 100 110 90 105 v10 backfill r1 @122')
  })

  test('wins where the ids of the next minute tell that trades are missing', () => {
    const untilNextIsTold = [...warmUp, fed(trade(9, 2 * minute)), beat(3 * minute + graceMs)]
    const { candles } = run([...untilNextIsTold, came(kline(minute), 3 * minute + graceMs)])
    expect(candles.at(-1)).toBe('1m+1 100 110 90 105 v10 kline r1 @182')
  })

  const gaps: readonly [string, readonly Step[]][] = [
    [
      'an id is missing inside',
      [fed(trade(0, 0)), fed(trade(1, minute)), fed(trade(3, minute + 1))],
    ],
    [
      'an id is missing before',
      [fed(trade(0, 0)), fed(trade(2, minute)), fed(trade(3, minute + 1))],
    ],
    ['there was no trade', [fed(trade(0, 0))]],
  ]
  for (const [name, steps] of gaps) {
    test(`wins where ${name}`, () => {
      const { candles, counts } = run([...steps, came(kline(minute))])
      expect(candles.at(-1)).toBe('1m+1 100 110 90 105 v10 kline r1 @122')
      expect(counts).toEqual({ 'base.differing-klines': 1 })
    })
  }

  test('wins over the very first minute, which may have begun before its first trade', () => {
    expect(candlesOf([fed(trade(5, 0)), came(kline(0))]).at(-1)).toBe(
      '1m+0 100 110 90 105 v10 kline r1 @62',
    )
  })

  test('that won keeps out late trades, and gives the price at which minutes go on', () => {
    const steps = [
      fed(trade(5, 0)),
      came(kline(0)),
      at(70_000, 'trade', trade(6, 59_000, 500)),
      beat(2 * minute + graceMs),
    ]
    const { candles, counts } = run(steps)
    expect(candles.at(-1)).toBe('1m+1 105 105 105 105 v0 synthetic @122')
    expect(candles).toHaveLength(3)
    expect(counts).toMatchObject({ 'base.late-under-kline': 1 })
  })

  test('that comes before the close + grace of its minute is counted, and the trades make the candle', () => {
    const { candles, counts } = run([
      ...warmUp,
      came(kline(minute), 2 * minute),
      beat(2 * minute + graceMs),
    ])
    expect(candles.at(-1)).toBe('1m+1 100 100 100 100 v2 @122')
    expect(counts).toEqual({ 'base.early-klines': 1 })
    const quiet = run([
      fed(trade(0, 0)),
      beat(2 * minute),
      came(kline(minute), 2 * minute),
      beat(2 * minute + graceMs),
    ])
    expect(quiet.candles.at(-1)).toBe('1m+1 100 100 100 100 v0 synthetic @122')
  })

  test('that told a minute is not told again as synthetic when trades open an earlier one', () => {
    const steps = [
      fed(trade(5, 5 * minute)),
      came(kline(4 * minute), 5 * minute + graceMs),
      at(5 * minute + 30_000, 'trade', trade(3, 3 * minute)),
      beat(10 * minute),
    ]
    expect(candlesOf(steps, patient).map((line) => line.split(' ')[0])).toEqual([
      '1m+4',
      '1m+3',
      '1m+5',
      '1m+6',
    ])
  })

  test('that told a minute before its trades came leaves them nothing to tell', () => {
    const steps = [
      came(kline(0), minute),
      at(minute + 1, 'trade', trade(0, 59_000)),
      beat(2 * minute),
    ]
    expect(candlesOf(steps)).toEqual(['1m+0 100 110 90 105 v10 kline @60'])
  })
})

describe('a kline fetched later', () => {
  /** Ids 0 and 1, then a hole of ids and minutes, then 9 and 10. */
  const holed = [
    fed(trade(0, 0)),
    fed(trade(1, minute)),
    fed(trade(9, 4 * minute)),
    fed(trade(10, 5 * minute)),
    fed(trade(11, 40 * minute)),
  ]
  const fetched = (n: number) =>
    came(kline(n * minute, { origin: 'BACKFILL', close: 100 + n }), 41 * minute)

  test('repairs minutes whose trades may not have been all, long behind their revision time', () => {
    const { candles, counts } = run([...holed, ...[1, 2, 3, 4, 5].map(fetched)])
    expect(candles.filter((line) => line.includes('backfill'))).toEqual([
      '1m+1 100 110 90 101 v10 backfill r1 @2460',
      '1m+2 100 110 90 102 v10 backfill r1 @2460',
      '1m+3 100 110 90 103 v10 backfill r1 @2460',
      '1m+4 100 110 90 104 v10 backfill r1 @2460',
    ])
    expect(counts).toMatchObject({ 'base.repaired': 4, 'base.repeated-klines': 1 })
  })

  test('repairs a minute once', () => {
    const { candles, counts } = run([...holed, fetched(3), fetched(3)])
    expect(candles.filter((line) => line.includes('backfill'))).toHaveLength(1)
    expect(counts).toMatchObject({ 'base.repaired': 1, 'base.repeated-klines': 1 })
  })

  test('of the stream repairs nothing so late', () => {
    expect(run([...holed, came(kline(3 * minute), 41 * minute)]).buried).toEqual(['late'])
  })
})
