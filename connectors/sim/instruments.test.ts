import { expect, test } from 'vitest'
import { instrumentOf } from './instruments.ts'

test('known symbols start at sensible prices, others at a hundred', () => {
  const symbols = ['BTCUSDT', 'ETHUSDT', 'SOLUSDT', 'NEWUSDT']
  expect(symbols.map((symbol) => instrumentOf(symbol).startPrice)).toEqual([
    60_000, 3_000, 150, 100,
  ])
})
