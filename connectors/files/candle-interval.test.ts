import { expect, test } from 'vitest'
import { IntervalTally, intervalOfMs, intervalOfName } from './candle-interval.ts'

function commonest(...opens: readonly number[]): number | null {
  const tally = new IntervalTally()
  for (const open of opens) tally.add(open)
  return tally.commonestMs()
}

test('takes the commonest distance, gaps and repeated rows aside', () => {
  expect(commonest(0, 60, 120, 300, 360, 360, 240, 900)).toBe(60)
})

test('takes the smaller of two equally common distances', () => {
  expect(commonest(0, 300, 360)).toBe(60)
  expect(commonest(0, 60, 360)).toBe(60)
})

test('knows no interval of a single row', () => {
  expect(commonest(0)).toBeNull()
})

test('knows the intervals of the contract only', () => {
  expect(intervalOfMs(3_600_000)).toEqual({ name: '1h', ms: 3_600_000 })
  expect(intervalOfMs(180_000)).toBeNull()
  expect(intervalOfName('15m')?.ms).toBe(900_000)
  expect(intervalOfName('3m')).toBeNull()
})
