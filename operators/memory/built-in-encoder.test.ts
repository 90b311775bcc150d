import { describe, expect, test } from 'vitest'
import { builtInEncoder } from './built-in-encoder.ts'
import { dot } from './distance.ts'
import { textDimensions } from './text-encoder.ts'

const encode = (text: string): Float32Array => builtInEncoder.encode(text)
const alike = (a: string, b: string): number => dot(encode(a), 0, encode(b), 0, textDimensions)

const bullish = 'strong uptrend, averages stacked upward, overbought, high volume'
const alsoBullish = 'weak uptrend, averages stacked upward, overbought, high volume'
const bearish = 'strong downtrend, averages stacked downward, oversold, high volume'

describe('the built-in encoder', () => {
  test('gives the numbers that were written down', () => {
    const vector = encode(bullish)
    const found = [...vector].flatMap((value, at) => (value === 0 ? [] : [[at, value] as const]))
    expect(found).toMatchInlineSnapshot(`
      [
        [
          1,
          -0.28867512941360474,
        ],
        [
          21,
          -0.28867512941360474,
        ],
        [
          36,
          -0.28867512941360474,
        ],
        [
          40,
          -0.28867512941360474,
        ],
        [
          137,
          -0.28867512941360474,
        ],
        [
          240,
          0.28867512941360474,
        ],
        [
          271,
          -0.28867512941360474,
        ],
        [
          286,
          -0.28867512941360474,
        ],
        [
          332,
          -0.28867512941360474,
        ],
        [
          349,
          -0.28867512941360474,
        ],
        [
          357,
          -0.28867512941360474,
        ],
        [
          383,
          -0.28867512941360474,
        ],
      ]
    `)
  })

  test('gives a vector of length 1', () => {
    expect(alike(bullish, bullish)).toBeCloseTo(1, 6)
    expect(encode(bullish)).toHaveLength(textDimensions)
  })

  test('finds texts the nearer, the more words they share', () => {
    expect(alike(bullish, alsoBullish)).toBeGreaterThan(alike(bullish, bearish) + 0.2)
    expect(alike(bullish, bearish)).toBeGreaterThan(alike(bullish, 'narrow bands'))
  })

  test('tells which words stand together', () => {
    const one = 'high volume, low volatility'
    expect(alike(one, 'low volume, high volatility')).toBeLessThan(alike(one, one) - 0.2)
    expect(alike(one, 'low volatility; high volume')).toBeCloseTo(1, 6)
  })

  test('counts what is repeated less than twice', () => {
    const once = Math.abs(alike('up down', 'up'))
    const often = Math.abs(alike('up, up, up, up down', 'up'))
    expect(often).toBeGreaterThan(once)
    // Four times the word weighs twice the word.
    expect(often).toBeCloseTo(2 / Math.sqrt(4 + 1 + 1), 6)
  })

  test('gives nothing for a text without words', () => {
    expect(encode(' ,. ').every((value) => value === 0)).toBe(true)
  })
})
