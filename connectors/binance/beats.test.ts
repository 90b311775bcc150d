import { expect, test } from 'vitest'
import { Beats } from './beats.ts'

test('each second is told once, and the grace of a minute when it is over', () => {
  const beats = new Beats(2_000)
  const told: number[] = []
  for (let nowMs = 58_950; nowMs < 64_000; nowMs += 50)
    told.push(...beats.due(nowMs).filter((atMs) => atMs > 59_000))
  expect(told).toEqual([60_000, 61_000, 62_000, 62_001, 63_000])
})

test('a time that leapt is told as it is now', () => {
  const beats = new Beats(2_000)
  beats.due(10_000)
  expect(beats.due(600_500)).toEqual([542_001, 600_000])
  expect(beats.due(600_400)).toEqual([])
})
