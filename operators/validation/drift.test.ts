import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { randomSequence } from '../learning/random.ts'
import { columnDrift, distanceProbability, distributionDistance, stabilityIndex } from './drift.ts'

const uniform = (count: number, seed: number, scale = 1, shift = 0): number[] => {
  const random = randomSequence(seed)
  return Array.from({ length: count }, () => shift + scale * random())
}
const from = (values: readonly number[]): Float64Array => Float64Array.from(values).sort()

describe('drift of a column', () => {
  test('is none between two samples of one distribution', () => {
    const drift = columnDrift('volume', uniform(2_000, 1), uniform(2_000, 2))
    expect(drift.drifted).toBe(false)
    expect(drift.psi).toBeLessThan(0.02)
    expect(drift.ksProbability).toBeGreaterThan(0.01)
  })

  test('is seen where values have moved, or are wider', () => {
    expect(columnDrift('close', uniform(2_000, 1), uniform(2_000, 2, 1, 0.3)).drifted).toBe(true)
    expect(columnDrift('close', uniform(2_000, 1), uniform(2_000, 2, 2, -0.5)).drifted).toBe(true)
  })

  test('takes both measures: a shift that matters to nobody is none, however many values show it', () => {
    const drift = columnDrift('close', uniform(50_000, 1), uniform(50_000, 2, 1, 0.03))
    expect(drift.ksProbability).toBeLessThan(0.001)
    expect(drift.psi).toBeLessThan(0.25)
    expect(drift.drifted).toBe(false)
  })

  test('has no opinion on few values; what is no number is left out', () => {
    const few = columnDrift('trades', uniform(99, 1), uniform(2_000, 2))
    expect(few).toEqual({
      column: 'trades',
      reference: 99,
      current: 2_000,
      psi: null,
      ks: null,
      ksProbability: null,
      drifted: false,
    })
    const holes = [...uniform(150, 1), Number.NaN, Number.POSITIVE_INFINITY]
    expect(columnDrift('trades', holes, holes)).toMatchObject({
      reference: 150,
      psi: 0,
      ks: 0,
      ksProbability: 1,
    })
  })

  test('copes with a column that hardly changes its value', () => {
    const flat = new Array<number>(500).fill(0)
    expect(columnDrift('trades', flat, flat)).toMatchObject({ psi: 0, ks: 0, drifted: false })
    const moved = columnDrift('trades', flat, new Array<number>(500).fill(1))
    expect(moved).toMatchObject({ ks: 1, drifted: true })
  })
})

describe('the stability index', () => {
  test('is that of the shares in tenths of the reference', () => {
    const before = from(Array.from({ length: 100 }, (_, at) => at))
    // Half of the values in the lowest tenth, the rest spread over the nine others.
    const now = from([
      ...new Array<number>(90).fill(5),
      ...Array.from({ length: 90 }, (_, at) => at + 10),
    ])
    const expected = (0.5 - 0.1) * Math.log(5) + 9 * (0.5 / 9 - 0.1) * Math.log(0.5 / 0.9)
    expect(stabilityIndex(before, now)).toBeCloseTo(expected, 12)
  })
})

describe('the distance of two distributions', () => {
  test('is the largest between their functions', () => {
    expect(distributionDistance(from([1, 2, 3, 4]), from([3, 4, 5, 6]))).toBe(0.5)
    expect(distributionDistance(from([1, 2]), from([3, 4]))).toBe(1)
    expect(distributionDistance(from([1, 1, 2]), from([1, 2, 2]))).toBeCloseTo(1 / 3, 15)
  })

  test('of any two samples is that of counting at each value', () => {
    const sample = fc.array(fc.integer({ min: 0, max: 8 }), { minLength: 1, maxLength: 40 })
    fc.assert(
      fc.property(sample, sample, (a, b) => {
        const share = (values: readonly number[], at: number): number =>
          values.filter((value) => value <= at).length / values.length
        const expected = Math.max(
          ...[0, 1, 2, 3, 4, 5, 6, 7, 8].map((at) => Math.abs(share(a, at) - share(b, at))),
        )
        expect(distributionDistance(from(a), from(b))).toBeCloseTo(expected, 12)
      }),
    )
  })

  /** Kolmogorov's distribution: the 5 % point is 1.3581, the 1 % point 1.6276. */
  test('has the probability of the tables', () => {
    const size = 2_000_000
    const at = (lambda: number): number => lambda / Math.sqrt(size / 2)
    expect(distanceProbability(at(1.3581), size, size)).toBeCloseTo(0.05, 3)
    expect(distanceProbability(at(1.6276), size, size)).toBeCloseTo(0.01, 3)
    expect(distanceProbability(0, 100, 100)).toBe(1)
    expect(distanceProbability(1, 100, 100)).toBeLessThan(1e-30)
  })
})
