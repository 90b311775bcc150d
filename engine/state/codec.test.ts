import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeState, encodeState } from './codec.ts'

test('state comes back exactly, also what JSON cannot say', () => {
  const state = {
    minusZero: -0,
    none: Number.NaN,
    least: Number.NEGATIVE_INFINITY,
    absent: undefined,
    numbers: Float64Array.of(1, Number.NaN, 3),
    byName: new Map([['a', { deep: [1, null] }]]),
    big: 2n ** 80n,
  }
  const back = decodeState(encodeState(state)) as typeof state
  expect(back).toStrictEqual(state)
  expect(Object.is(back.minusZero, -0)).toBe(true)
})

test('any double comes back bit for bit', () => {
  fc.assert(
    fc.property(fc.double(), (number) => Object.is(decodeState(encodeState(number)), number)),
  )
})

test('a state that is no plain data is refused when it is saved', () => {
  expect(() => encodeState({ step: () => 1 })).toThrow(/could not be cloned/)
})

test('what is decoded can be changed without changing what was saved', () => {
  for (let shift = 0; shift < 16; shift++) {
    // Some shifts put the numbers where V8 would read them in place.
    const bytes = encodeState(['x'.repeat(shift), Float64Array.of(1, 2, 3)])
    const [, numbers] = decodeState(bytes) as [string, Float64Array]
    numbers.fill(9)
    expect(decodeState(bytes), `shift ${shift}`).toEqual([
      'x'.repeat(shift),
      Float64Array.of(1, 2, 3),
    ])
  }
})
