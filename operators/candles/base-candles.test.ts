import { describe, expect, test } from 'vitest'
import { storyOf } from '../../engine/testing/crash.ts'
import type { Step } from '../../engine/testing/operator-run.ts'
import type { Candle, Tick } from '../../schemas/contracts.generated.ts'
import {
  candlesOf,
  drowsy,
  fed,
  graceMs,
  operator,
  revisionMaxMs,
  run,
} from './testing/base-run.ts'
import { at, beat, minute, second, t0, trade } from './testing/market.ts'

describe('trades', () => {
  const cases: readonly [string, readonly Step[], readonly string[]][] = [
    ['make nothing before the close + grace', [fed(trade(0, 0)), beat(minute + graceMs - 2)], []],
    [
      'make a candle exactly at the close + grace',
      [
        fed(trade(0, 0, 100)),
        fed(trade(1, 20_000, 120)),
        fed(trade(2, 40_000, 90)),
        beat(minute + graceMs),
      ],
      ['1m+0 100 120 90 90 v3 @62'],
    ],
    [
      'belong to the minute of their event until its grace is over',
      [
        fed(trade(0, 0)),
        fed(trade(2, minute, 200)),
        at(minute + graceMs - 1, 'trade', trade(1, 59_999, 150)),
        beat(minute + graceMs),
      ],
      ['1m+0 100 150 100 150 v2 @62'],
    ],
    [
      'begin the minute on whose border they are',
      [fed(trade(0, minute)), beat(2 * minute + graceMs)],
      ['1m+1 100 100 100 100 v1 @122'],
    ],
    [
      'are first and last by event time, not by coming',
      [
        at(30_000, 'trade', trade(1, 20_000, 100)),
        at(30_000, 'trade', trade(2, 10_000, 101)),
        at(30_000, 'trade', trade(3, 30_000, 102)),
        at(30_000, 'trade', trade(4, 25_000, 103)),
        beat(minute + graceMs),
      ],
      ['1m+0 101 103 100 102 v4 @62'],
    ],
    [
      'of one time are first and last by id',
      [
        fed(trade(5, 0, 105)),
        fed(trade(7, 0, 107)),
        fed(trade(4, 0, 104)),
        fed(trade(6, 0, 106)),
        beat(minute + graceMs),
      ],
      ['1m+0 104 107 104 107 v4 @62'],
    ],
    [
      'of an earlier minute within its grace open it first',
      [fed(trade(1, minute)), at(minute + 1, 'trade', trade(0, 0, 99)), beat(2 * minute + graceMs)],
      ['1m+0 99 99 99 99 v1 @62', '1m+1 100 100 100 100 v1 @122'],
    ],
  ]
  for (const [name, steps, expected] of cases) {
    test(name, () => expect(candlesOf(steps)).toEqual(expected))
  }

  test('know how much takers bought, unless one does not say', () => {
    const taken = (...sides: Tick['taker_side'][]) => {
      const trades = sides.map((taker_side, n) =>
        fed(trade(n, n, 100, { taker_side, quantity: n + 1 })),
      )
      const { outputs } = storyOf(operator, [...trades, beat(minute + graceMs)])
      return outputs.out?.map(({ value }) => (value as Candle).taker_buy_volume)
    }
    expect(taken('BUY', 'SELL', 'BUY')).toEqual([4])
    expect(taken('BUY', null)).toEqual([null])
  })

  test('tell when the last of them was received, or else happened', () => {
    const steps = [
      fed(trade(0, 0, 100, { receive_time: t0 + 500 })),
      fed(trade(1, 400)),
      beat(minute + graceMs),
    ]
    const [candle] = storyOf(operator, steps).outputs.out ?? []
    expect(candle?.value).toMatchObject({ receive_time: t0 + 500, quote_volume: 200, trades: 2 })
  })
})

describe('a late trade', () => {
  const closed = [fed(trade(0, 0)), fed(trade(2, minute + graceMs))]

  test('makes a revision of the final candle, each the next one', () => {
    const steps = [
      ...closed,
      at(minute + graceMs, 'trade', trade(1, 59_000, 130)),
      at(5 * minute, 'trade', trade(3, 30_000, 70)),
    ]
    expect(candlesOf(steps).filter((line) => line.startsWith('1m+0'))).toEqual([
      '1m+0 100 100 100 100 v1 @62',
      '1m+0 100 130 100 130 v2 r1 @62',
      '1m+0 100 130 70 130 v3 r2 @300',
    ])
  })

  test('is a revision up to the end of the revision time, and then a dead letter', () => {
    const late = trade(1, 59_000, 130)
    const end = minute + revisionMaxMs
    const before = run([...closed, at(end - 1, 'trade', late)])
    expect(before.buried).toEqual([])
    expect(before.candles.at(-1)).toBe('1m+0 100 130 100 130 v2 r1 @659.999')
    const after = run([...closed, at(end, 'trade', late)])
    expect(after.buried).toEqual(['late'])
    expect(after.candles.filter((line) => line.includes(' r1'))).toEqual([])
  })

  test('makes a minute without trades a real one, at whose price the next ones go on', () => {
    const steps = [
      fed(trade(0, 0)),
      beat(2 * minute + graceMs),
      at(2 * minute + 3 * second, 'trade', trade(1, minute + 1, 130)),
      beat(3 * minute + graceMs),
    ]
    expect(candlesOf(steps)).toEqual([
      '1m+0 100 100 100 100 v1 @62',
      '1m+1 100 100 100 100 v0 synthetic @122',
      '1m+1 130 130 130 130 v1 r1 @123',
      '1m+2 130 130 130 130 v0 synthetic @182',
    ])
  })

  test('is carried on by the minutes without trades behind it, each revised once', () => {
    const steps = [
      fed(trade(0, 0)),
      beat(4 * minute + graceMs),
      at(4 * minute + 3 * second, 'trade', trade(1, minute + 1, 130)),
      at(4 * minute + 4 * second, 'trade', trade(2, minute + 2, 130)),
      at(4 * minute + 5 * second, 'trade', trade(3, 30_000, 99)),
      beat(5 * minute + graceMs),
    ]
    expect(candlesOf(steps).slice(4)).toEqual([
      '1m+1 130 130 130 130 v1 r1 @243',
      '1m+2 130 130 130 130 v0 synthetic r1 @243',
      '1m+3 130 130 130 130 v0 synthetic r1 @243',
      // The same close again: nothing to carry.
      '1m+1 130 130 130 130 v2 r2 @244',
      // A minute with trades of its own carries nothing.
      '1m+0 100 100 99 99 v2 r1 @245',
      '1m+4 130 130 130 130 v0 synthetic @302',
    ])
  })

  test('is carried no further than the next minute with trades', () => {
    const steps = [
      fed(trade(0, 0)),
      fed(trade(3, 2 * minute, 110)),
      beat(4 * minute + graceMs),
      at(4 * minute + 3 * second, 'trade', trade(1, 59_000, 130)),
    ]
    expect(candlesOf(steps).slice(4)).toEqual([
      '1m+0 100 130 100 130 v2 r1 @243',
      '1m+1 130 130 130 130 v0 synthetic r1 @243',
    ])
  })

  test('of a minute that has no candle makes one, and does not move the price at which minutes go on', () => {
    const steps = [
      fed(trade(5, 3 * minute, 100)),
      beat(4 * minute + graceMs),
      at(4 * minute + 3 * second, 'trade', trade(1, 0, 50)),
      at(4 * minute + 4 * second, 'trade', trade(2, 1, 51)),
      beat(5 * minute + graceMs),
    ]
    expect(candlesOf(steps)).toEqual([
      '1m+3 100 100 100 100 v1 @242',
      '1m+0 50 50 50 50 v1 @243',
      '1m+0 50 51 50 51 v2 r1 @244',
      '1m+4 100 100 100 100 v0 synthetic @302',
    ])
  })
})

describe('minutes without trades', () => {
  test('are written as synthetic at their own time, one by one, however far time leaps', () => {
    expect(candlesOf([fed(trade(0, 0)), beat(3 * minute + graceMs)])).toEqual([
      '1m+0 100 100 100 100 v1 @62',
      '1m+1 100 100 100 100 v0 synthetic @122',
      '1m+2 100 100 100 100 v0 synthetic @182',
    ])
  })

  test('are written sixty times, and no more until a trade comes', () => {
    const quiet = [
      fed(trade(0, 0, 100)),
      beat(500 * minute),
      fed(trade(1, 600 * minute, 110)),
      beat(601 * minute + graceMs),
    ]
    const candles = candlesOf(quiet)
    expect(candles).toHaveLength(62)
    expect(candles[60]).toBe('1m+60 100 100 100 100 v0 synthetic @3662')
    expect(candles[61]).toBe('1m+600 110 110 110 110 v1 @36062')
  })

  test('begin to be counted anew with each trade', () => {
    const steps = [
      fed(trade(0, 0)),
      beat(2 * minute + graceMs),
      fed(trade(1, 2 * minute + 3_000)),
      beat(100 * minute),
    ]
    expect(candlesOf(steps, drowsy).map((line) => line.split(' ')[0])).toEqual([
      '1m+0',
      '1m+1',
      '1m+2',
      '1m+3',
      '1m+4',
    ])
  })

  test('end when the next trade is far ahead, which then closes at its own time', () => {
    const steps = [fed(trade(0, 0)), fed(trade(1, 10 * minute)), beat(12 * minute + graceMs)]
    expect(candlesOf(steps, drowsy).map((line) => line.split(' ')[0])).toEqual([
      '1m+0',
      '1m+1',
      '1m+2',
      '1m+10',
      '1m+11',
    ])
  })
})
