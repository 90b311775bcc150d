import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { heads, nineEqual } from '../consensus/testing/votes.ts'
import {
  admitWeights,
  equalWeights,
  nearestWithin,
  stepWeights,
  weightLimits,
} from './projection.ts'

const total = (weights: { readonly [head: string]: number }): number =>
  Object.values(weights).reduce((sum, weight) => sum + weight, 0)

const names = (count: number): string[] => Array.from({ length: count }, (_, at) => `H${at}`)

/** Weights that some history could have made, and the changes that the next step wishes. */
const anyStep = fc.integer({ min: 2, max: 12 }).chain((count) =>
  fc.record({
    weights: fc
      .array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: count, maxLength: count })
      .map((wishes) =>
        admitWeights(Object.fromEntries(names(count).map((name, at) => [name, wishes[at] ?? 0]))),
      ),
    changes: fc
      .array(fc.option(fc.double({ min: -0.3, max: 0.3, noNaN: true }), { nil: undefined }), {
        minLength: count,
        maxLength: count,
      })
      .map((wishes) => {
        const known = names(count).flatMap((name, at) => {
          const wish = wishes[at]
          return wish === undefined ? [] : [[name, wish] as const]
        })
        return Object.fromEntries(known)
      }),
  }),
)

describe('stepWeights', () => {
  test('keeps sum, bounds and step at once, and what has no change to the last bit', () => {
    fc.assert(
      fc.property(anyStep, ({ weights, changes }) => {
        const next = stepWeights(weights, changes)
        const count = Object.keys(weights).length
        expect(Math.abs(total(next) - 1)).toBeLessThanOrEqual(1e-12)
        for (const [head, weight] of Object.entries(weights)) {
          const to = next[head] ?? Number.NaN
          expect(to).toBeGreaterThanOrEqual(Math.max(0.45 / count, 0.8 * weight))
          expect(to).toBeLessThanOrEqual(Math.min(2.7 / count, 1.2 * weight))
          if (changes[head] === undefined) expect(to).toBe(weight)
        }
      }),
      { numRuns: 1_000 },
    )
  })

  test('stays admitted over a long history of steps', () => {
    const steps = fc.array(fc.array(fc.double({ min: -1, max: 1, noNaN: true })), { maxLength: 60 })
    fc.assert(
      fc.property(steps, (history) => {
        let weights = nineEqual
        for (const wishes of history) {
          weights = stepWeights(
            weights,
            Object.fromEntries(heads.map((head, at) => [head, wishes[at] ?? 0])),
          )
        }
        expect(Math.abs(total(weights) - 1)).toBeLessThanOrEqual(1e-12)
        for (const weight of Object.values(weights)) {
          expect(weight).toBeGreaterThanOrEqual(0.45 / 9)
          expect(weight).toBeLessThanOrEqual(2.7 / 9)
        }
      }),
    )
  })

  test('does not depend on the order of the map', () => {
    const turned = Object.fromEntries(Object.entries(nineEqual).reverse())
    const changes = Object.fromEntries(heads.map((head, at) => [head, at / 100]))
    expect(stepWeights(turned, changes)).toEqual(stepWeights(nineEqual, changes))
    expect(Object.keys(stepWeights(turned, changes))).toEqual(heads)
  })

  test('moves nothing when one head alone has a change', () => {
    const next = stepWeights(nineEqual, { HEAD_A: 0.05 })
    expect(next.HEAD_A).toBeCloseTo(1 / 9, 12)
    expect(next.HEAD_B).toBe(1 / 9)
  })

  const refused = [
    { name: 'that do not sum to 1', weights: { A: 0.5, B: 0.4 }, says: 'must sum to 1' },
    { name: 'out of bounds', weights: { A: 0.9, B: 0.1 }, says: 'B must be within' },
    { name: 'that are no numbers', weights: { A: Number.NaN, B: 1 }, says: 'must sum to 1' },
  ]
  for (const { name, weights, says } of refused) {
    test(`refuses weights ${name}`, () => {
      expect(() => stepWeights(weights, {})).toThrow(says)
    })
  }
})

const anyBox = fc
  .array(
    fc.record({
      wish: fc.double({ min: -1, max: 2, noNaN: true }),
      lower: fc.double({ min: 0, max: 0.5, noNaN: true }),
      width: fc.double({ min: 0, max: 0.5, noNaN: true }),
      place: fc.double({ min: 0, max: 1, noNaN: true }),
    }),
    { minLength: 1, maxLength: 9 },
  )
  .map((points) => {
    const bounded = points.map(({ wish, lower, width }) => ({ wish, lower, upper: lower + width }))
    const inside = points.map(({ lower, width, place }) => lower + width * place)
    return { points: bounded, inside, total: inside.reduce((sum, value) => sum + value, 0) }
  })

const distance = (a: readonly number[], b: readonly number[]): number =>
  Math.sqrt(a.reduce((sum, value, at) => sum + (value - (b[at] ?? 0)) ** 2, 0))

describe('nearestWithin', () => {
  test('agrees with a bisection of the shift', () => {
    fc.assert(
      fc.property(anyBox, ({ points, total: wanted }) => {
        let low = -4
        let high = 4
        const at = (shift: number): number[] =>
          points.map((p) => Math.min(p.upper, Math.max(p.lower, p.wish - shift)))
        for (let round = 0; round < 200; round += 1) {
          const middle = (low + high) / 2
          if (at(middle).reduce((sum, value) => sum + value, 0) > wanted) low = middle
          else high = middle
        }
        expect(distance(nearestWithin(points, wanted), at(high))).toBeLessThanOrEqual(1e-9)
      }),
      { numRuns: 1_000 },
    )
  })

  test('is no farther from the wishes than any other allowed point', () => {
    fc.assert(
      fc.property(anyBox, ({ points, inside, total: wanted }) => {
        const wishes = points.map((p) => p.wish)
        const nearest = nearestWithin(points, wanted)
        expect(distance(nearest, wishes)).toBeLessThanOrEqual(distance(inside, wishes) + 1e-9)
      }),
      { numRuns: 1_000 },
    )
  })

  test('beats every neighbour on a grid', () => {
    const points = [
      { wish: 0.9, lower: 0.1, upper: 0.6 },
      { wish: 0.2, lower: 0.15, upper: 0.5 },
      { wish: 0.05, lower: 0.1, upper: 0.7 },
    ]
    const wishes = points.map((p) => p.wish)
    const least = distance(nearestWithin(points, 1), wishes)
    let nearestOnGrid = Number.POSITIVE_INFINITY
    for (let a = 100; a <= 600; a += 1) {
      for (let b = 150; b <= 500; b += 1) {
        const c = 1_000 - a - b
        if (c < 100 || c > 700) continue
        const other = distance([a / 1_000, b / 1_000, c / 1_000], wishes)
        nearestOnGrid = Math.min(nearestOnGrid, other)
      }
    }
    expect(nearestOnGrid).toBeGreaterThanOrEqual(least - 1e-12)
    expect(nearestOnGrid).toBeLessThanOrEqual(least + 2e-3)
  })

  test('leaves its own result as it is', () => {
    fc.assert(
      fc.property(anyBox, ({ points, total: wanted }) => {
        const once = nearestWithin(points, wanted)
        const again = points.map((p, at) => ({ ...p, wish: once[at] ?? 0 }))
        expect(nearestWithin(again, wanted)).toEqual(once)
      }),
      { numRuns: 1_000 },
    )
  })
})

describe('admitWeights', () => {
  test('brings what a person sets within the bounds', () => {
    const weights = admitWeights(
      Object.fromEntries(heads.map((head, at) => [head, at === 0 ? 5 : 0])),
    )
    expect(weights.HEAD_A).toBe(2.7 / 9)
    expect(weights.HEAD_B).toBeCloseTo(0.7 / 8, 12)
    expect(Math.abs(total(weights) - 1)).toBeLessThanOrEqual(1e-12)
  })

  test('leaves equal weights alone, for any number of heads', () => {
    for (const count of [1, 2, 5, 9, 40]) {
      const weights = equalWeights(names(count))
      expect(admitWeights(weights, weightLimits)).toEqual(weights)
    }
  })
})

test('nine heads have the bounds 0.05 and 0.30', () => {
  expect(weightLimits.leastShare / 9).toBeCloseTo(0.05, 15)
  expect(weightLimits.largestShare / 9).toBeCloseTo(0.3, 15)
})
