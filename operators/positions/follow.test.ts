import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type FollowedCandle, followCandle, followTrade } from './follow.ts'
import { openPosition, type Position } from './position.ts'

const minute = 60_000
const long = openPosition(
  { id: 'l', side: 'LONG', takeProfit: 110, stopLoss: 95, entryAfterMs: 4_000 },
  0,
)
const short = openPosition(
  { id: 's', side: 'SHORT', takeProfit: 90, stopLoss: 105, entryAfterMs: 4_000 },
  0,
)
const entered = (position: Position): Position => ({
  ...position,
  entry: { price: 100, timeMs: 4_500 },
  lastPrice: 100,
})
const reasons: { readonly [outcome: string]: string } = {
  TP_HIT: 'take_profit',
  SL_HIT: 'stop_loss',
  EXPIRED: 'expiry',
}
const ended = (outcome: string) => ({ outcome, reason: reasons[outcome] })

describe('entry by trades', () => {
  test('takes the first trade at or after its time', () => {
    expect(followTrade(long, { price: 99, timeMs: 3_999 }).position.entry).toBeNull()
    const { position, exit } = followTrade(long, { price: 101, timeMs: 4_000 })
    expect(position.entry).toEqual({ price: 101, timeMs: 4_000 })
    expect(exit).toBeNull()
  })

  test('does not leave with the trade it entered by', () => {
    const step = followTrade(long, { price: 94, timeMs: 4_000 })
    expect(step.exit).toBeNull()
    expect(followTrade(step.position, { price: 94, timeMs: 4_001 }).exit?.price).toBe(94)
  })
})

describe('exit by a trade', () => {
  const cases = [
    { name: 'books a profit beyond TP at the price seen', of: long, price: 111, out: 'TP_HIT' },
    {
      name: 'books a hit within tolerance at the price seen',
      of: long,
      price: 109.9,
      out: 'TP_HIT',
    },
    { name: 'holds before the tolerance', of: long, price: 109.88, out: null },
    { name: 'books the stop beyond it at the trade', of: long, price: 93, out: 'SL_HIT' },
    {
      name: 'books the stop within tolerance at SL',
      of: long,
      price: 95.09,
      out: 'SL_HIT',
      at: 95,
    },
    { name: 'holds before the stop’s tolerance', of: long, price: 95.1, out: null },
    { name: 'books a short profit at the price seen', of: short, price: 90.05, out: 'TP_HIT' },
    { name: 'books a short stop at the trade beyond', of: short, price: 107, out: 'SL_HIT' },
    { name: 'books a short stop at SL', of: short, price: 104.9, out: 'SL_HIT', at: 105 },
    { name: 'holds a short between', of: short, price: 91, out: null },
  ]
  for (const { name, of, price, out, at = price } of cases) {
    test(name, () => {
      const { exit, position } = followTrade(entered(of), { price, timeMs: 9_000 })
      expect(exit).toEqual(out === null ? null : { ...ended(out), price: at, timeMs: 9_000 })
      expect(position.lastPrice).toBe(price)
    })
  }

  test('does not look at trades before the entry', () => {
    const before = followTrade(entered(long), { price: 90, timeMs: 4_499 })
    expect([before.exit, before.position.lastPrice]).toEqual([null, 100])
  })

  test('expires at 72 hours at the last price, not at the trade that shows it', () => {
    const { exit } = followTrade(entered(long), { price: 90, timeMs: 72 * 60 * minute })
    expect(exit).toEqual({ ...ended('EXPIRED'), price: 100, timeMs: 72 * 60 * minute })
    expect(followTrade(long, { price: 90, timeMs: 72 * 60 * minute }).lapsed).toBe(true)
  })
})

const bar = (at: number, open: number, high: number, low: number, close: number) => ({
  openMs: at * minute,
  closeMs: (at + 1) * minute,
  open,
  high,
  low,
  close,
})

describe('by candles', () => {
  test('enters at the open of the candle after the decision', () => {
    const { position, exit } = followCandle(long, bar(0, 101, 102, 100, 101))
    expect(position.entry).toEqual({ price: 101, timeMs: 4_000 })
    expect([exit, position.lastPrice]).toEqual([null, 101])
  })

  test('does not enter by the candle that triggered', () => {
    expect(followCandle(long, bar(-1, 101, 120, 90, 101)).position.entry).toBeNull()
  })

  test('tests the levels in the candle of the entry, the stop first', () => {
    const { exit } = followCandle(long, bar(0, 101, 112, 94, 111))
    expect(exit).toEqual({ ...ended('SL_HIT'), price: 95, timeMs: minute })
    const won = followCandle(long, bar(0, 101, 112, 99, 111))
    expect(won.exit?.outcome).toBe('TP_HIT')
  })

  test('skips the candle within which a trade entered', () => {
    const { exit, position } = followCandle(entered(long), bar(0, 120, 121, 90, 90))
    expect([exit, position.lastPrice]).toEqual([null, 100])
  })

  const threshold = 110 * (1 - 0.001)
  const cases: { name: string; of: Position; given: FollowedCandle; out: string; at: number }[] = [
    { name: 'stop at SL', of: long, given: bar(1, 100, 101, 94, 96), out: 'SL_HIT', at: 95 },
    {
      name: 'stop at a gap’s open',
      of: long,
      given: bar(1, 93, 94, 92, 94),
      out: 'SL_HIT',
      at: 93,
    },
    { name: 'both: stop', of: long, given: bar(1, 100, 112, 94, 111), out: 'SL_HIT', at: 95 },
    {
      name: 'profit where the tolerance begins, not at TP nor at the high',
      of: long,
      given: bar(1, 100, 115, 99, 112),
      out: 'TP_HIT',
      at: threshold,
    },
    {
      name: 'profit at a gap’s open',
      of: long,
      given: bar(1, 112, 115, 111, 112),
      out: 'TP_HIT',
      at: 112,
    },
    {
      name: 'short stop at SL',
      of: short,
      given: bar(1, 100, 106, 99, 100),
      out: 'SL_HIT',
      at: 105,
    },
    {
      name: 'short profit where the tolerance begins',
      of: short,
      given: bar(1, 100, 101, 89, 90),
      out: 'TP_HIT',
      at: 90 * (1 + 0.001),
    },
  ]
  for (const { name, of, given, out, at } of cases) {
    test(`books ${name}`, () => {
      const { exit } = followCandle(entered(of), given)
      expect(exit).toEqual({ ...ended(out), price: at, timeMs: 2 * minute })
    })
  }

  test('expires before a candle that reaches beyond its age', () => {
    const late = bar(72 * 60, 100, 120, 90, 100)
    expect(followCandle(entered(long), late).exit?.outcome).toBe('EXPIRED')
    expect(followCandle(long, late).lapsed).toBe(true)
  })
})

const pathOf = fc.array(fc.double({ min: 90, max: 115, noNaN: true }), { minLength: 1 })

test('a candle books no better than the trades it is made of', () => {
  fc.assert(
    fc.property(pathOf, fc.constantFrom(long, short), (prices, of) => {
      const path = [100, ...prices]
      let byTrade = followTrade(entered(of), { price: 100, timeMs: minute })
      for (const [at, price] of prices.entries()) {
        if (byTrade.exit !== null) break
        byTrade = followTrade(byTrade.position, { price, timeMs: minute + at })
      }
      const candle = bar(1, 100, Math.max(...path), Math.min(...path), path.at(-1) ?? 100)
      const byCandle = followCandle(entered(of), candle)
      expect(byCandle.exit === null).toBe(byTrade.exit === null)
      if (byTrade.exit?.outcome !== 'TP_HIT' || byCandle.exit?.outcome !== 'TP_HIT') return
      const sign = of.side === 'LONG' ? 1 : -1
      expect(sign * (byTrade.exit.price - byCandle.exit.price)).toBeGreaterThanOrEqual(0)
    }),
  )
})

test('a stop is never booked better than SL, a profit never at TP by a path through it', () => {
  fc.assert(
    fc.property(pathOf, fc.constantFrom(long, short), (prices, of) => {
      const sign = of.side === 'LONG' ? 1 : -1
      for (const price of prices) {
        const { exit } = followTrade(entered(of), { price, timeMs: 5_000 })
        if (exit?.outcome === 'TP_HIT') expect(exit.price).toBe(price)
        if (exit?.outcome === 'SL_HIT') {
          expect(sign * exit.price).toBeLessThanOrEqual(sign * of.stopLoss)
        }
      }
    }),
  )
})
