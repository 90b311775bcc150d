import { expect, test } from 'vitest'
import { Repairs, repairOf } from './repairs.ts'

const minuteMs = 60_000
const hole = (fromMs: number, toMs: number, symbol = 'BTCUSDT') =>
  repairOf({ symbol, fromId: 1, toId: 2, fromMs, toMs })

test('a hole is repaired by the klines of its minutes, once the last of them has closed', () => {
  const repairs = new Repairs()
  repairs.add(hole(59_000, 61_000))
  expect(repairs.list).toEqual([{ symbol: 'BTCUSDT', fromMs: 0, toMs: minuteMs }])
  expect(repairs.next(124_999)).toBeUndefined()
  const due = repairs.next(125_000)
  expect(due).toEqual(repairs.list[0])
  if (due !== undefined) repairs.done(due)
  expect(repairs.list).toEqual([])
})

test('one that was not done comes again later', () => {
  const repairs = new Repairs([{ symbol: 'BTCUSDT', fromMs: 0, toMs: 0 }])
  expect(repairs.next(100_000)).toBeDefined()
  expect(repairs.next(100_001)).toBeUndefined()
  expect(repairs.next(115_000)).toBeDefined()
})

test('holes of neighbouring minutes are one repair; those of other symbols are their own', () => {
  const repairs = new Repairs()
  repairs.add(hole(1_000, 2_000))
  repairs.add(hole(5 * minuteMs, 5 * minuteMs))
  repairs.add(hole(61_000, 62_000))
  repairs.add(hole(1_000, 2_000, 'ETHUSDT'))
  expect(repairs.list).toEqual([
    { symbol: 'BTCUSDT', fromMs: 5 * minuteMs, toMs: 5 * minuteMs },
    { symbol: 'BTCUSDT', fromMs: 0, toMs: minuteMs },
    { symbol: 'ETHUSDT', fromMs: 0, toMs: 0 },
  ])
  repairs.forget('BTCUSDT')
  expect(repairs.list).toMatchObject([{ symbol: 'ETHUSDT' }])
})
