import { expect, test } from 'vitest'
import { firstMood, type Mood, nextMood, type RegimeName, regimes } from './regimes.ts'
import { Sfc32 } from './sfc32.ts'

test('each regime lasts as long as it says, in the mean, and all of them occur', () => {
  const random = new Sfc32(1, 2, 3)
  const minutes = new Map<RegimeName, number>()
  const visits = new Map<RegimeName, number>()
  let mood = firstMood(random)
  for (let minute = 0; minute < 3_000_000; minute++) {
    minutes.set(mood.regime, (minutes.get(mood.regime) ?? 0) + 1)
    const next: Mood = nextMood(mood, random)
    if (next !== mood) visits.set(next.regime, (visits.get(next.regime) ?? 0) + 1)
    mood = next
  }
  for (const { name, meanMinutes } of Object.values(regimes)) {
    const mean = (minutes.get(name) ?? 0) / (visits.get(name) ?? 1)
    expect(mean / meanMinutes).toBeGreaterThan(0.9)
    expect(mean / meanMinutes).toBeLessThan(1.1)
  }
})

test('no regime leads to itself, and each leads somewhere', () => {
  for (const { name, next } of Object.values(regimes)) {
    expect(next.length).toBeGreaterThan(0)
    expect(next.map(([to]) => to)).not.toContain(name)
  }
})

test('drift goes up as often as down', () => {
  const random = new Sfc32(4, 5, 6)
  let sum = 0
  for (let draw = 0; draw < 10_000; draw++) sum += firstMood(random).direction
  expect(Math.abs(sum)).toBeLessThan(400)
})

test('draws the same number of times whether the regime ends or not', () => {
  for (let index = 0; index < 2_000; index++) {
    const random = new Sfc32(1, 1, index)
    const other = new Sfc32(1, 1, index)
    nextMood({ regime: 'breakout', direction: 1 }, random)
    for (let draw = 0; draw < 3; draw++) other.word()
    expect(random.word()).toBe(other.word())
  }
})
