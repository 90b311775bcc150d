import { expect, test } from 'vitest'
import { obv } from './obv.ts'
import { describeGolden } from './testing/golden.ts'
import { describeProperties } from './testing/properties.ts'
import { closesOf, runIndicator } from './testing/series.ts'

test('obv adds the volume of a rise, takes that of a fall and keeps still on an equal close', () => {
  expect(runIndicator(obv('obv'), closesOf([10, 11, 11, 9], 5)).obv).toEqual([5, 10, 10, 5])
})

describeGolden('obv', obv('obv'), [{ name: 'obv', function: 'OBV', output: 'real' }])

describeProperties('obv', obv('obv'), (candles) => {
  const signed = candles.map(
    ({ close, volume }, index) =>
      Math.sign(close - (candles[index - 1]?.close ?? Number.NEGATIVE_INFINITY)) * volume,
  )
  return {
    obv: signed.map((_, index) => signed.slice(0, index + 1).reduce((a, b) => a + b, 0)),
  }
})
