import { expect, test } from 'vitest'
import { cmo } from './cmo.ts'
import { atEnd, changesOf, known } from './testing/average.ts'
import { closes, rolling, sum } from './testing/batch.ts'
import { describeGolden, describeStock } from './testing/golden.ts'
import { describeProperties } from './testing/properties.ts'
import { closesOf, flatCandles, runIndicator } from './testing/series.ts'

test('cmo weighs rises against falls, and is 0 where the close never moved', () => {
  expect(runIndicator(cmo('cmo_14', 2), closesOf([1, 4, 3])).cmo_14).toEqual([null, null, 50])
  expect(runIndicator(cmo('cmo_14', 2), flatCandles(3)).cmo_14).toEqual([null, null, 0])
})

describeGolden('cmo(14)', cmo('cmo_14', 14), [{ name: 'cmo_14', function: 'CMOU', output: 'real' }])

describeStock('cmo(14)', cmo('cmo_14', 14), [{ name: 'cmo_14', file: 'cmo', column: 'cmo' }])

describeProperties('cmo(14)', cmo('cmo_14', 14), (candles) => {
  const values = rolling(changesOf(closes(candles)), 14, (window) => {
    const size = sum(window.map(Math.abs))
    return size === 0 ? 0 : (100 * sum(window)) / size
  })
  return { cmo_14: atEnd(known(values), candles.length) }
})
