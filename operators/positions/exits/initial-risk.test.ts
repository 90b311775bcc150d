import { expect, test } from 'vitest'
import { entered, exact } from '../testing/paths.ts'
import { noExits } from './catalogue.ts'
import { openPositionOf, priceAtR } from './initial-risk.ts'

const long = entered('LONG', exact(noExits))
const short = entered('SHORT', exact(noExits))

test('one R is the way from the entry to the signal’s own stop', () => {
  expect(openPositionOf(long)).toEqual({ side: 'LONG', entryPrice: 100, risk: 5, best: 100 })
  expect(openPositionOf(short)).toEqual({ side: 'SHORT', entryPrice: 100, risk: 5, best: 100 })
  const moved = { ...long, stop: { price: 104, reason: 'trailing_stop' as const } }
  expect(openPositionOf(moved)?.risk).toBe(5)
})

test('R counts in the direction of the position', () => {
  for (const [position, prices] of [
    [long, [105, 90]],
    [short, [95, 110]],
  ] as const) {
    const open = openPositionOf(position)
    if (open === null) throw new Error('not open')
    expect([priceAtR(open, 1), priceAtR(open, -2)]).toEqual(prices)
  }
})

test('there is no R before the entry, nor for an entry at the stop or beyond', () => {
  expect(openPositionOf({ ...long, entry: null })).toBeNull()
  for (const price of [95, 94]) {
    expect(openPositionOf({ ...long, entry: { price, timeMs: 0 } })).toBeNull()
  }
})
