import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Tick } from '../../schemas/contracts.generated.ts'
import type { SourceRecord } from '../files/source-record.ts'
import { OrderedOutlet } from './ordered-outlet.ts'
import { tickRecord } from './testing/tick-record.ts'

const holdMs = 2_000
const settleMs = 50
const outletOf = (): OrderedOutlet => new OrderedOutlet({ holdMs, settleMs })
const namesOf = (records: readonly SourceRecord[]): string[] =>
  records.map(({ key, value }) => `${key} ${(value as Tick).trade_id}`)
const offer = (outlet: OrderedOutlet, nowMs: number, ...ids: readonly number[]): void => {
  for (const id of ids) outlet.offerTrade(tickRecord(id), nowMs)
}
const idsAt = (outlet: OrderedOutlet, nowMs: number): number[] =>
  outlet.take(nowMs).records.map(({ value }) => (value as Tick).trade_id)

test('trades in order go out at once', () => {
  const outlet = outletOf()
  offer(outlet, 0, 5, 6, 7)
  expect(idsAt(outlet, 0)).toEqual([5, 6, 7])
  expect(outlet.held).toBe(false)
})

test('a trade that was given out is dropped and counted, after a restart too', () => {
  const outlet = outletOf()
  outlet.resume('BTCUSDT', { tradeId: 4, tradeMs: tickRecord(4).eventMs })
  offer(outlet, 0, 3, 4, 5, 5)
  expect(idsAt(outlet, 0)).toEqual([5])
  expect(outlet.duplicates).toBe(3)
})

test('a break in the ids holds everything behind it, of other symbols too, and is asked for once', () => {
  const outlet = outletOf()
  offer(outlet, 0, 1, 4)
  outlet.offerTrade(tickRecord(9, 'ETHUSDT'), 0)
  expect(idsAt(outlet, 0)).toEqual([1])
  expect(outlet.held).toBe(true)
  expect(outlet.toAsk(settleMs - 1)).toEqual([])
  expect(outlet.toAsk(settleMs)).toMatchObject([{ symbol: 'BTCUSDT', fromId: 2, toId: 3 }])
  expect(outlet.toAsk(settleMs)).toEqual([])
  offer(outlet, 100, 2, 3)
  expect(namesOf(outlet.take(100).records)).toEqual([
    'BTCUSDT 2',
    'BTCUSDT 3',
    'BTCUSDT 4',
    'ETHUSDT 9',
  ])
  expect([outlet.holes, outlet.filled, outlet.late]).toEqual([1, 1, 0])
})

test('trades that overtook each other come into order without anybody being asked', () => {
  const outlet = outletOf()
  offer(outlet, 0, 1, 3, 2, 5, 4)
  expect(idsAt(outlet, 0)).toEqual([1, 2, 3, 4, 5])
  expect(outlet.toAsk(10_000)).toEqual([])
})

test('what is not filled in time goes without it, and is told', () => {
  const outlet = outletOf()
  offer(outlet, 0, 1, 5, 6)
  offer(outlet, 10, 3)
  expect(idsAt(outlet, holdMs - 1)).toEqual([1])
  const { records, late } = outlet.take(holdMs)
  expect(records.map(({ value }) => (value as Tick).trade_id)).toEqual([3, 5, 6])
  expect(late).toMatchObject([
    { fromId: 2, toId: 4, fromMs: tickRecord(1).eventMs, toMs: tickRecord(5).eventMs },
  ])
  offer(outlet, holdMs, 2)
  expect([idsAt(outlet, holdMs), outlet.duplicates]).toEqual([[], 1])
})

test('a hole of which the exchange has no more is not waited for', () => {
  const outlet = outletOf()
  offer(outlet, 0, 1, 5)
  const [hole] = outlet.toAsk(settleMs)
  if (hole === undefined) throw new Error('no hole was found')
  offer(outlet, 60, 2)
  outlet.answered(hole)
  expect(idsAt(outlet, 60)).toEqual([1, 2, 5])
  expect(outlet.late).toBe(1)
})

test('a symbol that is forgotten holds nothing, and begins anew', () => {
  const outlet = outletOf()
  offer(outlet, 0, 1, 5)
  outlet.forget('BTCUSDT')
  expect(idsAt(outlet, 0)).toEqual([1, 5])
  offer(outlet, 0, 900)
  expect(idsAt(outlet, 0)).toEqual([900])
  expect(outlet.holes).toBe(1)
})

test('an id from nowhere does not carry the place away', () => {
  const outlet = outletOf()
  offer(outlet, 0, 1, 2, 9_000_000_000, 3)
  expect([idsAt(outlet, 0), outlet.strange, outlet.holes]).toEqual([[1, 2, 3], 1, 0])
})

test('an exchange that counts anew is believed after twenty trades', () => {
  const outlet = outletOf()
  const laterMs = 1_000_000
  const anew = Array.from({ length: 25 }, (_, at): SourceRecord => {
    const record = tickRecord(at + 1)
    return { ...record, eventMs: record.eventMs + laterMs }
  })
  offer(outlet, 0, 500, 501)
  for (const record of anew) outlet.offerTrade(record, 0)
  expect(idsAt(outlet, 0)).toEqual([500, 501, 20, 21, 22, 23, 24, 25])
  expect(outlet.strange).toBe(20)
})

test('whatever is delivered twice, dropped or overtaken, each trade goes out once and in order', () => {
  const deliveries = fc.array(
    fc.record({
      id: fc.integer({ min: 1, max: 40 }),
      symbol: fc.constantFrom('BTCUSDT', 'ETHUSDT'),
    }),
    { maxLength: 120 },
  )
  fc.assert(
    fc.property(deliveries, (delivered) => {
      const outlet = outletOf()
      const out: SourceRecord[] = []
      delivered.forEach(({ id, symbol }, at) => {
        outlet.offerTrade(tickRecord(id, symbol), at * 100)
        out.push(...outlet.take(at * 100).records)
      })
      out.push(...outlet.take(1e9).records)
      for (const symbol of ['BTCUSDT', 'ETHUSDT']) {
        const ids = out
          .filter(({ key }) => key === symbol)
          .map(({ value }) => (value as Tick).trade_id)
        expect(ids).toEqual([...new Set(ids)].sort((a, b) => a - b))
        // The newest that came always goes out, and the place is behind it.
        const came = delivered.filter((one) => one.symbol === symbol).map((one) => one.id)
        if (came.length > 0) expect(ids.at(-1)).toBe(Math.max(...came))
        expect(outlet.position(symbol)?.tradeId).toBe(ids.at(-1))
      }
      expect(outlet.held).toBe(false)
    }),
  )
})
