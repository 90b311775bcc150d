import { describe, expect, test } from 'vitest'
import { costDefaults } from '../levels.ts'
import { outcomeNumbers } from '../outcome-numbers.ts'
import { type Bar, exact, fillsAlong, stepsAlong, stopAfter } from '../testing/paths.ts'
import { breakEven } from './break-even.ts'

const config = exact({ break_even: { atR: 1 } })

for (const side of ['LONG', 'SHORT'] as const) {
  describe(`break-even of a ${side}`, () => {
    const stops: { name: string; path: (number | Bar)[]; stop: [string, number] }[] = [
      { name: 'waits for its profit', path: [104.99], stop: ['stop_loss', 95] },
      { name: 'moves to the entry plus costs', path: [105], stop: ['break_even', 100.14] },
      { name: 'stays there', path: [105, 109, 101], stop: ['break_even', 100.14] },
      { name: 'moves by a candle', path: [[101, 105, 99, 100]], stop: ['break_even', 100.14] },
    ]
    for (const { name, path, stop } of stops) {
      test(name, () => expect(stopAfter(side, path, config)).toEqual(stop))
    }

    const fills: { name: string; path: (number | Bar)[]; out: [string, number][] }[] = [
      { name: 'is hit at itself', path: [105, 100.1400001, 100.14], out: [['break_even', 100.14]] },
      { name: 'is booked beyond it after a jump', path: [105, 97], out: [['break_even', 97]] },
      {
        name: 'is not hit in the candle that moves it',
        path: [
          [101, 106, 96, 104],
          [104, 106, 100, 105],
        ],
        out: [['break_even', 100.14]],
      },
      {
        name: 'is booked at the open of the next candle where the close was beyond it',
        path: [
          [101, 106, 96, 99],
          [99, 109, 98, 105],
        ],
        out: [['break_even', 99]],
      },
    ]
    for (const { name, path, out } of fills) {
      test(name, () => expect(fillsAlong(side, path, config)).toEqual(out))
    }

    test('wins nothing and loses nothing, whatever the last bits of the sum say', () => {
      const exit = stepsAlong(side, [105, 100], config).at(-1)?.position.stop
      const numbers = outcomeNumbers({
        kind: 'real',
        market: 'perpetual',
        side,
        entryPrice: 100,
        entryMs: 0,
        exitPrice: exit?.price ?? 0,
        exitMs: 1,
        parts: [],
        leverage: 1,
        notional: 1_000,
        costs: costDefaults.perpetual,
        funding: [],
      })
      expect(numbers.net_pct).toBeCloseTo(0, 12)
      expect(numbers.won).toBe(false)
    })
  })
}

test('break-even waits where its stop would count as hit at once', () => {
  const tight = { side: 'LONG', entryPrice: 100, risk: 0.2 } as const
  const room = { costsPct: 0.14, tolerance: 0.001 }
  expect(breakEven({ ...tight, best: 100.2 }, { atR: 1 }, room)).toBeNull()
  expect(breakEven({ ...tight, best: 100.25 }, { atR: 1 }, room)?.price).toBeCloseTo(100.14, 12)
})
