import { describe, expect, test } from 'vitest'
import { type Bar, exact, fillsAlong, minute, stepsAlong, stopAfter } from '../testing/paths.ts'

const config = exact({ partial_take_profit: { atR: 1, share: 0.4 } })

for (const side of ['LONG', 'SHORT'] as const) {
  describe(`the partial take profit of a ${side}`, () => {
    const cases: { name: string; path: (number | Bar)[]; out: [string, number][] }[] = [
      { name: 'waits for its level', path: [104.99], out: [] },
      {
        name: 'is booked at the price seen',
        path: [106],
        out: [['partial_take_profit', 106]],
      },
      {
        name: 'is taken once, and the rest goes on to the take profit',
        path: [105, 106, 105, 111],
        out: [
          ['partial_take_profit', 105],
          ['take_profit', 111],
        ],
      },
      {
        name: 'leaves the rest to the stop',
        path: [105, 94],
        out: [
          ['partial_take_profit', 105],
          ['stop_loss', 94],
        ],
      },
      {
        name: 'leaves all to the take profit where one trade reaches both',
        path: [112],
        out: [['take_profit', 112]],
      },
      {
        name: 'is booked at its level in a candle',
        path: [[101, 107, 99, 106]],
        out: [['partial_take_profit', 105]],
      },
      {
        name: 'is booked at the open of a candle that begins beyond it',
        path: [[107, 108, 106, 106]],
        out: [['partial_take_profit', 107]],
      },
      {
        name: 'comes before the take profit in a candle that goes through both',
        path: [[101, 112, 99, 111]],
        out: [
          ['partial_take_profit', 105],
          ['take_profit', 110],
        ],
      },
      {
        name: 'leaves all to the take profit where a candle begins beyond both',
        path: [[112, 113, 111, 111]],
        out: [['take_profit', 112]],
      },
      {
        name: 'is not taken in a candle that hits the stop too',
        path: [[106, 108, 94, 107]],
        out: [['stop_loss', 95]],
      },
    ]
    for (const { name, path, out } of cases) {
      test(name, () => expect(fillsAlong(side, path, config)).toEqual(out))
    }
  })
}

test('a part says when it was closed and how much it was', () => {
  const [step] = stepsAlong('LONG', [105], config)
  expect(step?.position.parts).toEqual([
    { price: 105, timeMs: minute, share: 0.4, reason: 'partial_take_profit' },
  ])
  expect(stopAfter('LONG', [105], config)).toEqual(['stop_loss', 95])
})

test('a level within the price tolerance counts as hit, at the price seen', () => {
  const near = { ...config, tolerance: 0.001 }
  expect(fillsAlong('LONG', [104.89], near)).toEqual([])
  expect(fillsAlong('LONG', [104.9], near)).toEqual([['partial_take_profit', 104.9]])
  const [candle] = fillsAlong('LONG', [[101, 108, 100, 107]], near)
  expect(candle).toEqual(['partial_take_profit', 104.895])
})

test('a part whose level lies behind the take profit is never taken', () => {
  const far = exact({ partial_take_profit: { atR: 3, share: 0.5 } })
  expect(fillsAlong('LONG', [[101, 120, 100, 119]], far)).toEqual([['take_profit', 110]])
})
