import { describe, expect, test } from 'vitest'
import { type Bar, exact, fillsAlong, stopAfter } from '../testing/paths.ts'

const config = exact({ trailing_stop: { activateAtR: 1, distanceR: 0.5 } })

for (const side of ['LONG', 'SHORT'] as const) {
  describe(`the trailing stop of a ${side}`, () => {
    const stops: { name: string; path: (number | Bar)[]; stop: [string, number] }[] = [
      { name: 'waits for its profit', path: [104.99], stop: ['stop_loss', 95] },
      { name: 'begins at its profit', path: [105], stop: ['trailing_stop', 102.5] },
      {
        name: 'follows the best price only',
        path: [105, 107, 106, 105],
        stop: ['trailing_stop', 104.5],
      },
      {
        name: 'follows the best of a candle',
        path: [[101, 106, 100, 104]],
        stop: ['trailing_stop', 103.5],
      },
    ]
    for (const { name, path, stop } of stops) {
      test(name, () => expect(stopAfter(side, path, config)).toEqual(stop))
    }

    const fills: { name: string; path: (number | Bar)[]; out: [string, number][] }[] = [
      {
        name: 'is hit by the next trade at the earliest, at itself',
        path: [105, 102.5],
        out: [['trailing_stop', 102.5]],
      },
      {
        name: 'is booked at the trade that jumped over it',
        path: [106, 101],
        out: [['trailing_stop', 101]],
      },
      {
        name: 'is not hit in the candle that moves it, low as it may be',
        path: [[101, 106, 99, 104]],
        out: [],
      },
      {
        name: 'is hit in the next candle at itself',
        path: [
          [101, 106, 100, 104],
          [104, 104.5, 103, 104],
        ],
        out: [['trailing_stop', 103.5]],
      },
      {
        name: 'is booked at the open of a candle that begins beyond it',
        path: [
          [101, 106, 100, 101],
          [101, 107, 100, 107],
        ],
        out: [['trailing_stop', 101]],
      },
      {
        name: 'leaves the first stop to a candle that holds both, the stop first',
        path: [[101, 109, 94, 108]],
        out: [['stop_loss', 95]],
      },
      { name: 'lets the take profit win', path: [105, 110], out: [['take_profit', 110]] },
    ]
    for (const { name, path, out } of fills) {
      test(name, () => expect(fillsAlong(side, path, config)).toEqual(out))
    }
  })
}

test('a trailing stop that is activated at once still measures from the entry', () => {
  const eager = exact({ trailing_stop: { activateAtR: 0, distanceR: 0.5 } })
  expect(stopAfter('LONG', [99], eager)).toEqual(['trailing_stop', 97.5])
})
