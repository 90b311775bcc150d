import { expect, test } from 'vitest'
import { rowText } from './row-text.ts'

test('puts the place in the log before the value', () => {
  expect(rowText({ symbol: 'A"B', price: 0.1, side: null }, 2, 7, 1_000)).toBe(
    '{"_partition":2,"_offset":7,"_time":1000,"symbol":"A\\"B","price":0.1,"side":null}',
  )
})

test('names what JSON has no number for, at any depth', () => {
  const value = { a: Number.NaN, b: { c: [1, Number.NEGATIVE_INFINITY] }, d: null }
  expect(JSON.parse(rowText(value, 0, 0, 0))).toMatchObject({
    a: 'nan',
    b: { c: [1, '-inf'] },
    d: null,
  })
})
