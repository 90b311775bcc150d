import { expect, test } from 'vitest'
import type { Swing } from '../swings.ts'
import { findDealingRange } from './dealing-range.ts'

const turn = (index: number, price: number, kind: Swing['kind']): Swing => ({ index, price, kind })
const turns = [
  turn(0, 80, 'low'),
  turn(5, 104, 'high'),
  turn(10, 100, 'low'),
  turn(15, 110, 'high'),
  turn(20, 103, 'low'),
]

test('the dealing range reaches over the last four turns, and the close has its place in it', () => {
  expect(findDealingRange(turns, 102.5)).toEqual({ low: 100, high: 110, place: 0.25 })
  expect(findDealingRange(turns, 110)?.place).toBe(1)
})

test('a close outside is in no range, and one turn makes none', () => {
  expect(findDealingRange(turns, 110.1)).toBeNull()
  expect(findDealingRange(turns, 99.9)).toBeNull()
  expect(findDealingRange(turns.slice(0, 1), 80)).toBeNull()
})
