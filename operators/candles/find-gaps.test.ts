import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findGaps, severityOf } from './find-gaps.ts'

const minute = 60_000

describe('gaps', () => {
  test('are what is missing between the first candle and the last', () => {
    const report = findGaps(
      [0, 1, 4, 5, 9].map((at) => at * minute),
      minute,
    )
    expect(report).toMatchObject({
      firstMs: 0,
      lastMs: 9 * minute,
      count: 5,
      missing: 5,
      coverage: 0.5,
      severity: 'current',
    })
    expect(report.spans).toEqual([
      { fromMs: 2 * minute, toMs: 3 * minute, missing: 2 },
      { fromMs: 6 * minute, toMs: 8 * minute, missing: 3 },
    ])
  })

  test('are none in a whole series, in one candle, and in nothing', () => {
    expect(findGaps([minute, 2 * minute], minute)).toMatchObject({
      missing: 0,
      coverage: 1,
      spans: [],
    })
    expect(findGaps([minute], minute)).toMatchObject({ count: 1, missing: 0, coverage: 1 })
    expect(findGaps([], minute)).toMatchObject({
      firstMs: null,
      lastMs: null,
      count: 0,
      coverage: 1,
    })
  })

  test('are found whatever the order; what is repeated or off the grid is counted, and is no candle', () => {
    const report = findGaps(
      [3, 0, 3, 0.5, 1].map((at) => at * minute),
      minute,
    )
    expect(report).toMatchObject({ count: 3, missing: 1, repeated: 1, offGrid: 1 })
    expect(report.spans).toEqual([{ fromMs: 2 * minute, toMs: 2 * minute, missing: 1 }])
  })

  test('are as severe as the longest is long', () => {
    expect([60, 61, 1_440, 1_441].map((minutes) => severityOf(minutes * minute))).toEqual([
      'current',
      'moderate',
      'moderate',
      'severe',
    ])
    const day = 1_440 * minute
    expect(findGaps([0, 3 * day], day).severity).toBe('severe')
  })

  test('and candles together are the whole stretch', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(500), { minLength: 1 }), (minutes) => {
        const { firstMs, lastMs, count, missing, spans } = findGaps(
          minutes.map((at) => at * minute),
          minute,
        )
        expect(count + missing).toBe(((lastMs ?? 0) - (firstMs ?? 0)) / minute + 1)
        const filled = new Set(minutes)
        for (const { fromMs, toMs } of spans) {
          for (let at = fromMs / minute; at <= toMs / minute; at++) {
            expect(filled.has(at)).toBe(false)
            filled.add(at)
          }
        }
        expect(filled.size).toBe(count + missing)
      }),
    )
  })
})
