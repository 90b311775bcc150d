import { describe, expect, test } from 'vitest'
import { type Bar, exact, fillsAlong, stopAfter } from '../testing/paths.ts'
import { noExits } from './catalogue.ts'

const both = exact({ break_even: { atR: 1 }, trailing_stop: { activateAtR: 1.2, distanceR: 1 } })

for (const side of ['LONG', 'SHORT'] as const) {
  describe(`the stop of a ${side} under two policies`, () => {
    const cases: { name: string; path: (number | Bar)[]; stop: [string, number] }[] = [
      { name: 'is moved by the first that has a say', path: [105], stop: ['break_even', 100.14] },
      {
        name: 'is the more protective of two proposals',
        path: [106],
        stop: ['trailing_stop', 101],
      },
      {
        name: 'is the more protective one whichever policy that is',
        path: [[100, 105.1, 99, 105], 105],
        stop: ['break_even', 100.14],
      },
      { name: 'does not go back', path: [109, 105, 106], stop: ['trailing_stop', 104] },
    ]
    for (const { name, path, stop } of cases) {
      test(name, () => expect(stopAfter(side, path, both)).toEqual(stop))
    }
  })
}

test('all together: a part is taken, the rest leaves by the stop that was moved behind it', () => {
  const all = exact({
    trailing_stop: { activateAtR: 1.5, distanceR: 0.5 },
    break_even: { atR: 1 },
    partial_take_profit: { atR: 1, share: 0.5 },
    time_exit: { afterHours: 1, underR: 1 },
  })
  const part = ['partial_take_profit', 105] as const
  for (const side of ['LONG', 'SHORT'] as const) {
    expect(fillsAlong(side, [105, 104, 100], all)).toEqual([part, ['break_even', 100]])
    expect(fillsAlong(side, [105, 108, 105], all)).toEqual([part, ['trailing_stop', 105]])
    const slow = [105, ...new Array<number>(60).fill(102)]
    expect(fillsAlong(side, slow, all)).toEqual([part, ['time_exit', 102]])
  }
})

test('without policies nothing is kept and nothing moves', () => {
  expect(stopAfter('LONG', [105, 109, 96], exact(noExits))).toEqual(['stop_loss', 95])
})
