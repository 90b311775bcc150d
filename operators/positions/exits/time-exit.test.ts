import { describe, expect, test } from 'vitest'
import { followCandle, followTime, followTrade } from '../follow.ts'
import { openPosition } from '../position.ts'
import { barAt, entered, exact, hour, minute, mirrored } from '../testing/paths.ts'

const config = exact({ time_exit: { afterHours: 2, underR: 0.5 } })
const dueMs = 4_500 + 2 * hour

for (const side of ['LONG', 'SHORT'] as const) {
  describe(`the time exit of a ${side}`, () => {
    const at = (price: number) =>
      followTrade(entered(side, config), { price: mirrored(side, price), timeMs: hour }, config)
        .position
    const closed = (price: number) => ({
      outcome: 'EXPIRED',
      reason: 'time_exit',
      price: mirrored(side, price),
      timeMs: dueMs,
    })

    test('waits for its time', () => {
      expect(followTime(at(101), dueMs - 1, config).exit).toBeNull()
    })

    test('closes at its own time at the last price, however late and by whatever price it is noticed', () => {
      expect(followTime(at(101), dueMs, config).exit).toEqual(closed(101))
      expect(followTime(at(101), dueMs + hour, config).exit).toEqual(closed(101))
      const late = { price: mirrored(side, 94), timeMs: dueMs + hour }
      expect(followTrade(at(101), late, config).exit).toEqual(closed(101))
    })

    test('looks once: what has won enough by then goes on to its levels', () => {
      const kept = followTime(at(102.5), dueMs, config)
      expect(kept.exit).toBeNull()
      const fallen = { price: mirrored(side, 99), timeMs: dueMs + 1 }
      const later = followTrade(kept.position, fallen, config)
      expect(followTime(later.position, dueMs + hour, config).exit).toBeNull()
      expect(followTime(at(102.49), dueMs, config).exit).toEqual(closed(102.49))
    })

    test('closes before a candle that reaches beyond its time, at the close before', () => {
      const before = followCandle(
        entered(side, config),
        barAt(119, side, [100, 101, 99, 101]),
        config,
      )
      const spanning = barAt(120, side, [101, 120, 90, 119])
      expect(followCandle(before.position, spanning, config).exit).toEqual(closed(101))
    })

    test('lets a candle count that ends at its time', () => {
      const ending = { ...barAt(119, side, [101, 104, 99, 104]), closeMs: dueMs }
      const { exit, position } = followCandle(entered(side, config), ending, config)
      expect(exit).toBeNull()
      expect(followTime(position, dueMs, config).exit).toBeNull()
    })
  })
}

test('a time exit without a condition closes what wins, too', () => {
  const always = exact({ time_exit: { afterHours: 2, underR: null } })
  const { position } = followTrade(entered('LONG', always), { price: 109, timeMs: hour }, always)
  expect(followTime(position, dueMs, always).exit?.price).toBe(109)
})

test('a position that never entered has no time exit, only its age', () => {
  const levels = { takeProfit: 110, stopLoss: 95, entryAfterMs: 4_000 }
  const waiting = openPosition({ id: 'w', side: 'LONG', ...levels }, 0)
  expect(followTime(waiting, dueMs, config)).toEqual({
    position: waiting,
    exit: null,
    lapsed: false,
  })
  expect(followTime(waiting, 72 * hour, config).lapsed).toBe(true)
})

test('a time within the candle of the entry closes at the entry: its later prices are not known yet', () => {
  const soon = exact({ time_exit: { afterHours: 0.25, underR: null } })
  const levels = { takeProfit: 110, stopLoss: 95, entryAfterMs: 4_000 }
  const waiting = openPosition({ id: 'w', side: 'LONG', ...levels }, 0)
  const hourly = { ...barAt(0, 'LONG', [100, 120, 90, 104]), closeMs: hour }
  const { exit } = followCandle(waiting, hourly, soon)
  expect(exit).toMatchObject({ reason: 'time_exit', price: 100, timeMs: 4_000 + 15 * minute })
})

test('the age goes first where it is not after the time exit', () => {
  const late = exact({ time_exit: { afterHours: 72, underR: null } })
  const { exit } = followTime(entered('LONG', late), 80 * hour, late)
  expect(exit).toMatchObject({ reason: 'expiry', timeMs: 72 * hour })
})
