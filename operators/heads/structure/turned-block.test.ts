import { expect, test } from 'vitest'
import { findSwings } from '../swings.ts'
import { type Bar, bar, candlesOf, legs, mirrored } from '../testing/chart.ts'
import { findTurnedBlock } from './turned-block.ts'

const find = (bars: readonly Bar[], side: 1 | -1 = 1) => {
  const candles = candlesOf(bars, '15m')
  return findTurnedBlock(candles, findSwings(candles, 3), side, 1)
}

/** A low at 100, a high at 104 reached from 103, a second low, and a rise past the high. */
const chart = (low: number) => legs(103, [100, 5], [104, 4], [low, 5], [105, 6])

test('a high that was sold, raided below and then broken leaves a breaker', () => {
  expect(find(chart(99))).toMatchObject({
    kind: 'breaker',
    low: 103,
    high: 104,
    age: 11,
    brokenAge: 0,
  })
  expect(find(mirrored(chart(99), 0), -1)).toEqual(find(chart(99)))
})

test('without the raid it is a mitigation block', () => {
  expect(find(chart(101))).toMatchObject({ kind: 'mitigation block', low: 103, high: 104 })
})

test('a high that still stands, or from which price hardly fell, is none', () => {
  expect(find(legs(103, [100, 5], [104, 4], [99, 5], [103.9, 6]))).toBeNull()
  expect(find(chart(102.5))).toBeNull()
})

test('a block stays while price comes back into it, and goes with a close below it', () => {
  const back = [...chart(99), ...legs(105, [103.5, 4])]
  expect(find(back)).toMatchObject({ kind: 'breaker', brokenAge: 4 })
  expect(find([...back, bar(103.5, 103.6, 102.5, 103.1)])).not.toBeNull()
  expect(find([...back, bar(103.5, 103.6, 102.5, 102.9)])).toBeNull()
})

test('a candle that is swing high and swing low at once is no low before itself, whichever way up', () => {
  const wide = [...legs(103, [102, 5]), bar(102, 104, 98, 103.5), ...legs(103.5, [99, 5], [105, 6])]
  expect(find(wide)).toBeNull()
  expect(find(mirrored(wide, 0), -1)).toEqual(find(wide))
  const before = [...legs(103, [101, 5], [103, 4]), ...wide]
  expect(find(before)).toMatchObject({ kind: 'breaker' })
  expect(find(mirrored(before, 0), -1)).toEqual(find(before))
})
