import { expect, test } from 'vitest'
import { realizedVolatility } from './realized-volatility.ts'
import { atEnd, known } from './testing/average.ts'
import { closes, mean, rolling, sum } from './testing/batch.ts'
import { describeProperties } from './testing/properties.ts'
import { closesOf, flatCandles, runIndicator } from './testing/series.ts'

const name = 'realized_volatility_20'

test('realised volatility is the sample deviation of the log returns', () => {
  const run = runIndicator(realizedVolatility(name, 2), closesOf([1, 2, 1, 1]))
  expect(run[name]?.slice(0, 2)).toEqual([null, null])
  // Returns ln 2 and −ln 2 around 0, then −ln 2 and 0 around their half.
  expect(run[name]?.[2]).toBeCloseTo(Math.SQRT2 * Math.LN2, 12)
  expect(run[name]?.[3]).toBeCloseTo(Math.SQRT1_2 * Math.LN2, 12)
})

test('the volatility of a flat price is exactly 0', () => {
  expect(runIndicator(realizedVolatility(name, 2), flatCandles(3, 0.1))[name]?.[2]).toBe(0)
})

describeProperties('realizedVolatility(20)', realizedVolatility(name, 20), (candles) => {
  const prices = closes(candles)
  const returns = prices.slice(1).map((price, index) => Math.log(price / (prices[index] ?? price)))
  const values = rolling(returns, 20, (window) => {
    const center = mean(window)
    return Math.sqrt(sum(window.map((value) => (value - center) * (value - center))) / 19)
  })
  return { [name]: atEnd(known(values), candles.length) }
})
