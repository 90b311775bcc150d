import { expect, test } from 'vitest'
import { isAsian, killZoneOf } from './session.ts'

const cases: readonly (readonly [string, number, string | null, boolean])[] = [
  ['a summer morning before London', Date.UTC(2025, 6, 1, 5, 45), null, false],
  ['the first candle of London in summer', Date.UTC(2025, 6, 1, 6), 'London', false],
  ['the last candle of London in summer', Date.UTC(2025, 6, 1, 8, 45), 'London', false],
  ['after London in summer', Date.UTC(2025, 6, 1, 9), null, false],
  ['the first candle of New York in summer', Date.UTC(2025, 6, 1, 12), 'New York', false],
  ['the same hour in winter', Date.UTC(2025, 0, 7, 12), null, false],
  ['the first candle of New York in winter', Date.UTC(2025, 0, 7, 13), 'New York', false],
  ['after New York in winter', Date.UTC(2025, 0, 7, 16), null, false],
  ['the Asian evening in summer', Date.UTC(2025, 6, 2, 0), null, true],
  ['its last candle', Date.UTC(2025, 6, 2, 3, 45), null, true],
  ['midnight in New York', Date.UTC(2025, 6, 2, 4), null, false],
  ['just before the Asian evening in winter', Date.UTC(2025, 0, 8, 0, 45), null, false],
  ['the Asian evening in winter', Date.UTC(2025, 0, 8, 1), null, true],
]
for (const [name, openMs, zone, asian] of cases) {
  test(`${name} is in ${zone ?? 'no kill zone'}${asian ? ' and Asian' : ''}`, () => {
    expect(killZoneOf(openMs)?.name ?? null).toBe(zone)
    expect(isAsian(openMs)).toBe(asian)
  })
}
