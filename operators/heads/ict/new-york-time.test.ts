import { expect, test } from 'vitest'
import { newYorkBehindMs, newYorkHour } from './new-york-time.ts'

const hourMs = 3_600_000

/** When summer time begins and ends, by year: days of March and November. */
const changes: readonly (readonly [number, number, number])[] = [
  [2007, 11, 4],
  [2012, 11, 4],
  [2019, 10, 3],
  [2020, 8, 1],
  [2021, 14, 7],
  [2022, 13, 6],
  [2023, 12, 5],
  [2024, 10, 3],
  [2025, 9, 2],
  [2026, 8, 1],
  [2027, 14, 7],
  [2030, 10, 3],
]

for (const [year, march, november] of changes) {
  test(`clocks of ${year} go forward on March ${march} and back on November ${november}`, () => {
    const beginsMs = Date.UTC(year, 2, march, 7)
    const endsMs = Date.UTC(year, 10, november, 6)
    const behind = (utcMs: number) => newYorkBehindMs(utcMs) / hourMs
    expect([behind(beginsMs - 1), behind(beginsMs), behind(endsMs - 1), behind(endsMs)]).toEqual([
      5, 4, 4, 5,
    ])
  })
}

test('every quarter of an hour around every change from 2007 to 2036 is that of the time zone database', () => {
  const clock = new Intl.DateTimeFormat('en-US', {
    timeZone: 'America/New_York',
    hour: 'numeric',
    minute: 'numeric',
    hourCycle: 'h23',
  })
  const hourOf = (utcMs: number) => {
    const [hour = '', minute = ''] = clock.format(new Date(utcMs)).split(':')
    return Number(hour) + Number(minute) / 60
  }
  for (let year = 2007; year <= 2036; year += 1) {
    for (const [month, from] of [
      [2, 7],
      [10, 1],
    ] as const) {
      for (let quarter = 0; quarter < 8 * 96; quarter += 3) {
        const utcMs = Date.UTC(year, month, from) + (quarter * hourMs) / 4
        expect(newYorkHour(utcMs), new Date(utcMs).toISOString()).toBeCloseTo(hourOf(utcMs), 9)
      }
    }
  }
})

test('hours run from 0 to below 24 through midnight', () => {
  expect(newYorkHour(Date.UTC(2025, 4, 7, 3, 45))).toBe(23.75)
  expect(newYorkHour(Date.UTC(2025, 4, 7, 4))).toBe(0)
  expect(newYorkHour(Date.UTC(2025, 0, 1, 4, 59))).toBeCloseTo(23 + 59 / 60, 9)
})
