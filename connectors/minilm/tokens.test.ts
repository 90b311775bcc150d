import { expect, test } from 'vitest'
import { tinyTokenizer } from './testing/tiny-encoder.ts'
import { tokensBy } from './tokens.ts'

const tokensOf = tokensBy(tinyTokenizer(), 8)

test('words become their numbers, between one that begins and one that ends', () => {
  expect(tokensOf('strong up, high volume')).toEqual([2, 4, 6, 12, 9, 11, 3])
})

test('a word is taken apart, whatever its case; an unknown one is said to be so', () => {
  expect(tokensOf('Uptrend UP upset')).toEqual([2, 6, 7, 6, 1, 3])
})

test('what is too long is cut, and still ends; the limit of the tokenizer’s file is not heeded', () => {
  expect(tokensOf('up up up up up up')).toEqual([2, 6, 6, 6, 6, 6, 6, 3])
  expect(tokensOf('up up up up up up down down')).toEqual([2, 6, 6, 6, 6, 6, 6, 3])
})

test('an empty text has a beginning and an end', () => {
  expect(tokensOf('')).toEqual([2, 3])
})
