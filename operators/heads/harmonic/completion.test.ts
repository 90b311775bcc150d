import { expect, test } from 'vitest'
import type { Swing } from '../swings.ts'
import { findCompletion } from './completion.ts'
import { missOf } from './harmonic-shapes.ts'

/** X at 100 and A at 120; B, C and D by their ratios: of XA, of AB, and of XA again. */
function pivots(ab: number, bc: number, ad: number): Swing[] {
  const b = 120 - 20 * ab
  const prices = [100, 120, b, b + bc * (120 - b), 120 - 20 * ad]
  return prices.map((price, at) => ({ index: at * 10, price, kind: at % 2 === 0 ? 'low' : 'high' }))
}

const exact: readonly (readonly [string, Swing[]])[] = [
  ['Gartley', pivots(0.618, 0.6, 0.786)],
  ['bat', pivots(0.45, 0.6, 0.886)],
  ['butterfly', pivots(0.786, 0.618, 1.27)],
  ['crab', pivots(0.618, 0.8, 1.618)],
]
for (const [name, drawn] of exact) {
  test(`the ratios of a ${name} make one, upside down too`, () => {
    const found = findCompletion(drawn)
    expect(found?.name).toBe(name)
    expect(found?.quality).toBeGreaterThan(0.85)
    const turned = drawn.map(({ index, price, kind }) => ({
      index,
      price: -price,
      kind: kind === 'low' ? ('high' as const) : ('low' as const),
    }))
    expect(findCompletion(turned)).toEqual(found)
  })
}

const nearly: readonly (readonly [string, Swing[]])[] = [
  ['a Gartley whose B lies 4 % off is still one', pivots(0.643, 0.6, 0.786)],
  ['a Gartley whose D lies 4 % off is still one', pivots(0.618, 0.6, 0.755)],
]
for (const [name, drawn] of nearly) {
  test(`${name}, and fits less`, () => {
    const found = findCompletion(drawn)
    expect(found?.name).toBe('Gartley')
    expect(found?.quality).toBeLessThan(findCompletion(pivots(0.618, 0.6, 0.786))?.quality ?? 0)
  })
}

const none: readonly (readonly [string, Swing[]])[] = [
  ['whose B lies 6 % off', pivots(0.656, 0.6, 0.786)],
  ['whose D lies 6 % off', pivots(0.618, 0.6, 0.738)],
  ['whose C gives back too little', pivots(0.618, 0.3, 0.786)],
]
for (const [name, drawn] of none) {
  test(`a Gartley ${name} is none`, () => {
    expect(findCompletion(drawn)?.name).not.toBe('Gartley')
  })
}

test('two equal legs are AB = CD where no four legs fit', () => {
  // B at 112, C at 117, D at 109: AB and CD are 8 long.
  const drawn = pivots(0.4, 0.625, 0.55)
  expect(findCompletion(drawn)).toMatchObject({ name: 'AB = CD', quality: expect.closeTo(0.7, 9) })
  expect(findCompletion(pivots(0.4, 0.625, 0.62))).toBeNull()
})

test('four pivots are too few', () => {
  expect(findCompletion(pivots(0.618, 0.6, 0.786).slice(1))).toBeNull()
})

test('a miss counts from the edge of its band', () => {
  expect(missOf(0.45, [0.382, 0.5], 0.1)).toBe(0)
  expect(missOf(0.55, [0.382, 0.5], 0.1)).toBeCloseTo(1, 9)
  expect(missOf(0.9, [1, 1], 0.1)).toBeCloseTo(1, 9)
})
