import { expect, test } from 'vitest'
import { moneyFlowVolume } from './money-flow-volume.ts'
import { candlesOf } from './testing/series.ts'

const cases = [
  { name: 'all of the volume at the high', high: 4, low: 2, close: 4, expected: 10 },
  { name: 'minus all of it at the low', high: 4, low: 2, close: 2, expected: -10 },
  { name: 'none of it in the middle', high: 4, low: 2, close: 3, expected: 0 },
  { name: 'none of it without a range', high: 3, low: 3, close: 3, expected: 0 },
]
for (const { name, high, low, close, expected } of cases) {
  test(`money flow volume is ${name}`, () => {
    const [candle] = candlesOf([{ open: 3, high, low, close, volume: 10 }])
    expect(candle && moneyFlowVolume(candle)).toBe(expected)
  })
}
