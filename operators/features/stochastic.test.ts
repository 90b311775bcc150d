import { expect, test } from 'vitest'
import { stochastic } from './stochastic.ts'
import { mean, rolling } from './testing/batch.ts'
import { describeGolden } from './testing/golden.ts'
import { describeProperties } from './testing/properties.ts'
import { flatCandles, runIndicator } from './testing/series.ts'

test('stochastic is 0 where the range is', () => {
  const run = runIndicator(stochastic(3, 1, 1), flatCandles(4))
  expect(run.stochastic_k).toEqual([null, null, 0, 0])
})

describeGolden('stochastic(5, 3, 3)', stochastic(5, 3, 3), [
  { name: 'stochastic_k', function: 'STOCH', output: 'slowk' },
  { name: 'stochastic_d', function: 'STOCH', output: 'slowd' },
])

describeProperties('stochastic(14, 3, 3)', stochastic(14, 3, 3), (candles) => {
  const fast = rolling(candles, 14, (window) => {
    const high = Math.max(...window.map((candle) => candle.high))
    const low = Math.min(...window.map((candle) => candle.low))
    return high === low ? 0 : (100 * ((window.at(-1)?.close ?? 0) - low)) / (high - low)
  }).filter((value) => value !== null)
  const slow = rolling(fast, 3, mean).filter((value) => value !== null)
  const signal = rolling(slow, 3, mean).filter((value) => value !== null)
  const warming = candles.map(() => null).slice(0, 17)
  return { stochastic_k: [...warming, ...slow.slice(2)], stochastic_d: [...warming, ...signal] }
})
