import fc from 'fast-check'
import { expect, test } from 'vitest'
import { noAsk, noBid, OrderBook } from './order-book.ts'

const middle = 10_000
const book = () => new OrderBook({ places: 64, ticks: 1_024, middle })
const everything = 0x7fff_fffe

test('the best price is taken first, and of one price the oldest order', () => {
  const one = book()
  one.rest(0, middle + 2, 5, false)
  one.rest(1, middle + 1, 5, false)
  one.rest(2, middle + 1, 5, false)
  expect(one.take(true, middle + 2, 12, 60, 64)).toBe(0)
  const fills = [0, 1, 2].map((at) => [one.fillPlaces[at], one.fillTicks[at], one.fillLots[at]])
  expect(one.fills).toBe(3)
  expect(fills).toEqual([
    [1, middle + 1, 5],
    [2, middle + 1, 5],
    [0, middle + 2, 2],
  ])
  expect(one.restingLots(0)).toBe(3)
  expect(one.bestAsk).toBe(middle + 2)
})

test('a limit is not crossed, and what is left is told', () => {
  const one = book()
  one.rest(0, middle - 3, 5, true)
  expect(one.take(false, middle - 2, 7, 60, 64)).toBe(7)
  expect(one.take(false, middle - 3, 7, 60, 64)).toBe(2)
  expect([one.bestBid, one.bestAsk]).toEqual([noBid, noAsk])
})

test("a taker's own orders are cancelled, not filled", () => {
  const one = book()
  one.rest(8, middle, 5, false)
  one.rest(0, middle, 5, false)
  expect(one.take(true, middle, 5, 8, 16)).toBe(0)
  expect([one.fills, one.fillPlaces[0], one.restingLots(8)]).toEqual([1, 0, 0])
})

test('moving the book cancels what is outside of it', () => {
  const one = book()
  one.rest(0, middle - 500, 5, true)
  one.rest(1, middle + 10, 5, false)
  one.centre(middle + 400)
  expect([one.bestBid, one.bestAsk, one.restingLots(0)]).toEqual([noBid, middle + 10, 0])
  expect(one.rest(0, middle + 900, 1, false)).toBe(true)
  expect(one.rest(2, middle - 500, 1, true)).toBe(false)
})

test('changes are told once, whatever happened to a level', () => {
  const one = book()
  one.rest(0, middle - 1, 5, true)
  one.rest(1, middle - 1, 5, true)
  one.rest(2, middle + 1, 5, false)
  expect([...one.takeChanges()].sort()).toEqual([middle - 1, middle + 1].sort())
  one.cancel(0)
  expect(one.takeChanges()).toEqual([middle - 1])
  expect(one.updates).toBe(4)
})

interface Resting {
  readonly place: number
  readonly tick: number
  lots: number
  readonly buys: boolean
}

/** The same rules, written down without any thought of speed. */
class PlainBook {
  orders: Resting[] = []

  take(buys: boolean, limit: number, lots: number): number[][] {
    const fills: number[][] = []
    const against = this.orders
      .filter((order) => order.buys !== buys && (buys ? order.tick <= limit : order.tick >= limit))
      .sort((one, other) => (buys ? one.tick - other.tick : other.tick - one.tick))
    for (const order of against) {
      const taken = Math.min(order.lots, lots)
      if (taken === 0) break
      lots -= taken
      order.lots -= taken
      fills.push([order.place, order.tick, taken])
    }
    this.orders = this.orders.filter((order) => order.lots > 0)
    return fills
  }

  cancel(place: number): void {
    this.orders = this.orders.filter((order) => order.place !== place)
  }
}

const step = fc.record({
  kind: fc.constantFrom('rest', 'take', 'cancel'),
  place: fc.integer({ min: 0, max: 55 }),
  away: fc.integer({ min: -40, max: 40 }),
  lots: fc.integer({ min: 1, max: 30 }),
  buys: fc.boolean(),
})

test('any row of orders is matched as by a plain list of orders', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      const fast = book()
      const plain = new PlainBook()
      for (const { kind, place, away, lots, buys } of steps) {
        const tick = middle + away
        if (kind === 'take') {
          const expected = plain.take(buys, tick, lots)
          fast.take(buys, tick, lots, 60, 64)
          const fills = Array.from({ length: fast.fills }, (_, at) => [
            fast.fillPlaces[at],
            fast.fillTicks[at],
            fast.fillLots[at],
          ])
          expect(fills).toEqual(expected)
        } else {
          fast.cancel(place)
          plain.cancel(place)
          const crosses = buys ? tick >= fast.bestAsk : tick <= fast.bestBid
          if (kind === 'rest' && !crosses) {
            fast.rest(place, tick, lots, buys)
            plain.orders.push({ place, tick, lots, buys })
          }
        }
        const bids = plain.orders.filter((order) => order.buys).map((order) => order.tick)
        const asks = plain.orders.filter((order) => !order.buys).map((order) => order.tick)
        expect(fast.bestBid).toBe(Math.max(noBid, ...bids))
        expect(fast.bestAsk).toBe(Math.min(noAsk, ...asks))
        expect(fast.above(fast.bestBid)).toBe(fast.bestAsk)
      }
      expect(fast.take(true, Math.min(everything, fast.high), 1, 60, 64)).toBe(
        fast.fills > 0 ? 0 : 1,
      )
    }),
  )
})
