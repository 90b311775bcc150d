import { expect, test } from 'vitest'
import { flatCandles } from '../features/testing/series.ts'
import { recognise, scoreOf } from './recognise.ts'
import { type Drawn, draw } from './testing/draw.ts'

const morning: readonly Drawn[] = [
  [120, 121, 99, 100],
  [95, 97, 93, 96],
  [98, 115, 97, 114],
]

function found(shape: readonly Drawn[]): readonly (readonly [string, number])[] {
  return recognise(draw(shape)).map(({ pattern, score }) => [pattern.name, score])
}

test('every pattern that the newest candle completes is found, in the order of the catalogue', () => {
  expect(found(morning)).toEqual([
    ['belt hold', 100],
    ['closing marubozu', 100],
    ['long line', 100],
    ['marubozu', 100],
    ['morning doji star', 100],
    ['morning star', 100],
  ])
})

test('a pattern that an earlier candle completed is not found again', () => {
  const after: Drawn = [114, 121, 108, 117]
  expect(found([...morning, after])).toEqual([['spinning top', 100]])
})

test('nothing is found in no candles, and only what needs no average in a few', () => {
  expect(recognise([])).toEqual([])
  const few = draw(morning).slice(-3)
  expect(recognise(few)).toEqual([])
  const engulfing = draw([
    [104, 105, 99, 100],
    [98, 108, 97, 107],
  ]).slice(-3)
  expect(recognise(engulfing).map(({ pattern }) => pattern.name)).toEqual(['engulfing'])
})

test('candles without a trade are dojis and nothing else', () => {
  expect(recognise(flatCandles(40)).map(({ pattern }) => pattern.name)).toEqual(['doji'])
})

test('a pattern without its look-back scores 0', () => {
  const candles = draw(morning)
  expect(scoreOf('morning star', candles.slice(-13))).toBe(100)
  expect(scoreOf('morning star', candles.slice(-12))).toBe(0)
})
