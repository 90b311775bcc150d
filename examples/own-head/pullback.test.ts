import { draw } from 'alphapulse/heads/testing'
import { expect, test } from 'vitest'
import { vote } from './pullback.ts'

/** A chart at 100 in an hour that stands above its EMA 50 or below it. */
const chart = (rsi: number, vwap: number, ema: number) =>
  draw({
    bars: [{ open: 100, high: 101, low: 99, close: 100, volume: 10 }],
    hourly: [{ open: 100, high: 101, low: 99, close: 100, volume: 40 }],
    features: { rsi_14: rsi, vwap },
    hourlyFeatures: { ema_50: ema },
  })

test('buys a pullback of a rising hour, and sells one of a falling hour', () => {
  expect(vote(chart(35, 101, 95))).toMatchObject({
    direction: 'LONG',
    reasons: ['the hour rises, RSI 35', '0.99 % below the VWAP'],
  })
  expect(vote(chart(65, 99, 105))).toMatchObject({ direction: 'SHORT' })
})

test('has no opinion where the hour rises and nothing fell back', () => {
  expect(vote(chart(55, 99, 95))).toMatchObject({ direction: 'FLAT' })
})

test('waits for its features', () => {
  expect(vote(draw({}))).toMatchObject({ validity: 'WARMING' })
})
