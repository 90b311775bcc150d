import { describe, expect, test } from 'vitest'
import {
  samePrefix,
  sameUnderEveryCrash,
  sameUnderEveryCut,
  storyOf,
} from '../../engine/testing/crash.ts'
import { type Step, underTest } from '../../engine/testing/operator-run.ts'
import { priceTimes } from './price-times.ts'
import { at, beat, kline, second, symbol, t0, trade } from './testing/market.ts'

const operator = underTest(['trade', 'kline'], ({ trade: trades, kline: klines }) => ({
  out: priceTimes({ id: 'price-times', everyMs: 10 * second })({ trade: trades, kline: klines }),
}))

/** Seconds behind t0: of the price, and when it was told. */
function told(steps: readonly Step[]): readonly string[] {
  return (storyOf(operator, steps).outputs.out ?? []).map(({ key, value, timeMs }) => {
    const { symbol: about, price_time: priceMs } = value as { symbol: string; price_time: number }
    return `${about === symbol ? '' : about}${about === key ? '' : '?'}${(priceMs - t0) / second} @${(timeMs - t0) / second}`
  })
}
const traded = (id: number, seconds: number, stamp = seconds) =>
  at(stamp * second, 'trade', trade(id, seconds * second))

describe('the time of the newest price', () => {
  const cases: readonly [string, readonly Step[], readonly string[]][] = [
    ['is told at the multiple behind it', [traded(0, 3), beat(10 * second)], ['3 @10']],
    ['is told before a price of that very time', [traded(0, 3), traded(1, 10)], ['3 @10']],
    [
      'is the greatest, in whatever order trades come',
      [traded(0, 3), traded(2, 5), traded(1, 4, 6), beat(10 * second)],
      ['5 @10'],
    ],
    ['is told once, while nothing newer comes', [traded(0, 3), beat(60 * second)], ['3 @10']],
    [
      'is not told again for an older one',
      [traded(0, 3), beat(10 * second), traded(1, 2, 12), beat(30 * second)],
      ['3 @10'],
    ],
    [
      'is told again when the feed is back',
      [traded(0, 3), beat(35 * second), traded(1, 38), beat(40 * second)],
      ['3 @10', '38 @40'],
    ],
    [
      'is the close of a kline',
      [at(62 * second, 'kline', kline(0)), beat(80 * second)],
      ['60 @70'],
    ],
    [
      'is not that of a kline that is none',
      [at(62 * second, 'kline', kline(0, { high: 1 })), beat(80 * second)],
      [],
    ],
    [
      'is each symbol’s own',
      [
        traded(0, 3),
        at(4 * second, 'trade', { ...trade(0, 4 * second), symbol: 'ETHUSDT' }, 'ETHUSDT'),
        beat(10 * second),
      ],
      ['3 @10', 'ETHUSDT4 @10'],
    ],
  ]
  for (const [name, steps, expected] of cases) {
    test(name, () => expect(told(steps).slice().sort()).toEqual([...expected].sort()))
  }
})

test('no crash, cut or later record changes what was told', () => {
  const steps = Array.from({ length: 40 }, (_, n) =>
    n % 7 === 6 ? beat((n * 3 + 20) * second) : traded(n, n * 3 - (n % 3), n * 3 + 18),
  ).sort((a, b) => stampOf(a) - stampOf(b))
  sameUnderEveryCrash(operator, steps)
  sameUnderEveryCut(operator, steps)
  samePrefix(operator, steps)
})

function stampOf(step: Step): number {
  return 'beatMs' in step ? step.beatMs : step.timeMs
}
