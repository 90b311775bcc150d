import { expect, test } from 'vitest'
import { readBars } from './bar.ts'
import { draw } from './testing/draw.ts'

test('a candle is measured by its body and its shadows', () => {
  const [bar] = readBars(draw([[100, 112, 97, 104]]))
  expect(bar).toMatchObject({ color: 1, top: 104, bottom: 100, body: 4, range: 15 })
  expect(bar).toMatchObject({ upperShadow: 8, lowerShadow: 3 })
})

test('a candle that closes at its open is white', () => {
  expect(readBars(draw([[100, 112, 97, 100]]))[0].color).toBe(1)
  expect(readBars(draw([[100, 112, 97, 99]]))[0].color).toBe(-1)
})

test('limits are factors of the averages of the candles before, without the candle itself', () => {
  const [bar] = readBars(draw([[100, 200, 50, 140]]))
  expect(bar).toMatchObject({ bodyLong: 10, bodyShort: 10, bodyDoji: 2 })
  expect(bar).toMatchObject({ shadowLong: 40, shadowVeryLong: 80 })
  expect(bar).toMatchObject({ shadowShort: 5, shadowVeryShort: 2, near: 4, far: 12, equal: 1 })
})

test('a large candle moves the limits of those after it', () => {
  const [bar] = readBars(
    draw([
      [100, 200, 50, 140],
      [140, 142, 138, 139],
    ]),
  )
  expect(bar.bodyLong).toBe((9 * 10 + 40) / 10)
  expect(bar.near).toBe(0.2 * ((4 * 20 + 150) / 5))
})

test('limits without enough candles before are not numbers, nor is anything of a candle that is not there', () => {
  const bars = readBars(draw([]).slice(-5))
  expect(bars[0].close).toBe(105)
  expect(bars[0].near).toBeNaN()
  expect(bars[5].close).toBeNaN()
  expect(readBars(draw([]).slice(-6))[0].near).toBe(4)
})
