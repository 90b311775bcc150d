import { expect, test } from 'vitest'
import { type Bar, bar, candlesOf, legs, mirrored } from '../testing/chart.ts'
import { findCandlesticks } from './candlestick.ts'

const find = (bars: readonly Bar[]) => findCandlesticks(candlesOf(bars, '15m'))
/** Down half a point a candle, with shadows. */
const decline = legs(116, [106, 20]).map(({ open, high, low, close }) =>
  bar(open, high + 0.1, low - 0.1, close),
)
const engulfing = [...decline, bar(106, 106.1, 105.5, 105.6), bar(105.5, 106.4, 105.4, 106.3)]
const hammer = [...decline, bar(105.9, 106.02, 104.6, 106)]

test('a pattern is found with its side, and turned over with the other one', () => {
  expect(find(engulfing)).toMatchObject({ rising: { name: 'engulfing' }, falling: null })
  expect(find(mirrored(engulfing, 100)).falling).toEqual(find(engulfing).rising)
})

test('a shape that TA-Lib has for one side only has its like on the other', () => {
  expect(find(hammer).rising).toEqual({ name: 'hammer', strength: 0.75 })
  expect(find(mirrored(hammer, 100)).falling).toEqual({
    name: 'hammer upside down',
    strength: 0.75,
  })
})

test('a doji or a spinning top says nothing of a side', () => {
  expect(find([...decline, bar(105.7, 106.2, 105.2, 105.7)])).toEqual({
    rising: null,
    falling: null,
  })
  expect(find([...decline, bar(105.7, 106.3, 105, 105.8)])).toEqual({
    rising: null,
    falling: null,
  })
})

test('a candle that only resembles a hammer is none', () => {
  const shadowed = [...decline, bar(105.9, 106.6, 104.6, 106)]
  expect(find(shadowed)).toEqual({ rising: null, falling: null })
})
