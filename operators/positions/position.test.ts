import { expect, test } from 'vitest'
import { closePosition, expirePosition, openPosition } from './position.ts'

const signal = {
  id: 's',
  side: 'LONG',
  takeProfit: 110,
  stopLoss: 95,
  entryAfterMs: 4_000,
} as const
const waiting = openPosition(signal, 2_000)
const open = { ...waiting, entry: { price: 100, timeMs: 5_000 }, lastPrice: 103 }

test('a position lives 72 hours from its signal', () => {
  expect(waiting.expiresAtMs).toBe(2_000 + 72 * 3_600_000)
  expect([waiting.entry, waiting.lastPrice]).toEqual([null, null])
  expect(waiting.stop).toEqual({ price: 95, reason: 'stop_loss' })
})

test('expires at its own time at the last price', () => {
  expect(expirePosition(open)).toEqual({
    position: open,
    exit: { outcome: 'EXPIRED', reason: 'expiry', price: 103, timeMs: open.expiresAtMs },
    lapsed: false,
  })
})

test('expires at its entry when no price followed', () => {
  expect(expirePosition({ ...open, lastPrice: null }).exit?.price).toBe(100)
})

test('lapses when it never entered', () => {
  expect(expirePosition(waiting)).toEqual({ position: waiting, exit: null, lapsed: true })
  expect(closePosition(waiting, 'forced', 9).lapsed).toBe(true)
})

test('is forced out at the last price', () => {
  const exit = { outcome: 'FORCED', reason: 'forced', price: 103, timeMs: 9_000 }
  expect(closePosition(open, 'forced', 9_000).exit).toEqual(exit)
})

test('survives a structured clone', () => {
  expect(structuredClone(open)).toEqual(open)
})
