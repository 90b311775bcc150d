import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Coverage, cover, covers } from './coverage.ts'

describe('coverage', () => {
  test('is that of a set, and holds no more stretches than there are gaps', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(60), { maxLength: 80 }), (minutes) => {
        const coverage: Coverage = []
        const naive = new Set<number>()
        for (const minute of minutes) {
          expect(covers(coverage, minute * 10)).toBe(naive.has(minute))
          cover(coverage, minute * 10, 10)
          naive.add(minute)
        }
        for (let minute = -1; minute <= 61; minute++)
          expect(covers(coverage, minute * 10)).toBe(naive.has(minute))
        const starts = [...naive].filter((minute) => !naive.has(minute - 1))
        expect(coverage).toHaveLength(starts.length)
      }),
    )
  })

  test('forgets the oldest gaps of many, and takes them for covered', () => {
    const coverage: Coverage = []
    for (let at = 0; at < 100; at++) cover(coverage, at * 20, 10)
    expect(coverage).toHaveLength(64)
    expect([covers(coverage, 10), covers(coverage, 98 * 20 + 10)]).toEqual([true, false])
  })
})
