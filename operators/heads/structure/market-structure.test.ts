import { expect, test } from 'vitest'
import { findSwings } from '../swings.ts'
import { type Bar, candlesOf, legs, mirrored } from '../testing/chart.ts'
import { readMarketStructure } from './market-structure.ts'

const read = (bars: readonly Bar[]) => {
  const candles = candlesOf(bars, '15m')
  return readMarketStructure(candles, findSwings(candles, 3), 3)
}

/** Highs at 104 and 107, lows at 102 and 105. */
const rise = legs(98, [104, 6], [102, 5], [107, 6], [105, 5])

test('a close above the last high breaks structure, upside down below the last low', () => {
  const up = [...rise, ...legs(105, [108, 5])]
  expect(read(up)).toEqual({
    trend: 1,
    lastBreak: { side: 1, kind: 'break of structure', price: 107, age: 1 },
  })
  expect(read(mirrored(up, 100))).toEqual({
    trend: -1,
    lastBreak: { side: -1, kind: 'break of structure', price: 93, age: 1 },
  })
})

test('a close at the last high breaks nothing new', () => {
  const held = read([...rise, ...legs(105, [107, 5])])
  expect(held.lastBreak).toMatchObject({ price: 104, age: 13 })
})

test('a close below the last low of a rise changes its character, and the next one goes on that way', () => {
  const fall = [...rise, ...legs(105, [106.5, 4], [101, 6])]
  expect(read(fall)).toEqual({
    trend: -1,
    lastBreak: { side: -1, kind: 'change of character', price: 105, age: 4 },
  })
  const further = read([...fall, ...legs(101, [103, 4], [99, 6])])
  expect(further).toMatchObject({ trend: -1, lastBreak: { kind: 'break of structure' } })
})

test('a swing is broken once: price beyond it is no second break', () => {
  const up = [...rise, ...legs(105, [108, 5]), ...legs(108, [106.5, 2], [107.8, 2])]
  expect(read(up).lastBreak).toMatchObject({ price: 107, age: 5 })
})

test('without a swing there is no structure', () => {
  expect(read(legs(100, [110, 20]))).toEqual({ trend: 0, lastBreak: null })
})
