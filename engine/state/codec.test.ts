import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeState, decodeStates, encodeState } from './codec.ts'

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

test('many come back as one by one, in their order', () => {
  fc.assert(
    fc.property(fc.array(fc.jsonValue(), { maxLength: 200 }), (values) => {
      const saved = values.map((value, at) => ({ at, bytes: encodeState(value) }))
      const back = [...decodeStates(saved)]
      expect(back.map(([one]) => one)).toEqual(saved)
      expect(back.map(([, value]) => value)).toEqual(saved.map(({ bytes }) => decodeState(bytes)))
    }),
  )
})

test('what is decoded of many can be changed, each by itself', () => {
  const saved = Array.from({ length: 70 }, (_, n) => ({
    bytes: encodeState(['x'.repeat(n), Float64Array.of(n)]),
  }))
  const numbers = [...decodeStates(saved)].map(([, value]) => (value as [string, Float64Array])[1])
  for (const one of numbers) one[0] = (one[0] ?? 0) + 1_000
  expect(numbers.map(([n]) => n)).toEqual(saved.map((_, n) => n + 1_000))
  expect([...decodeStates(saved)][69]?.[1]).toEqual(['x'.repeat(69), Float64Array.of(69)])
})

test('many of which some hold one object twice come back as one by one', () => {
  const saved = Array.from({ length: 200 }, (_, n) => {
    const twice = { n, text: '^'.repeat(n % 3) }
    const value = n % 2 === 0 ? { a: twice, b: [twice, twice] } : { only: twice }
    return { value, bytes: encodeState(value) }
  })
  const back = [...decodeStates(saved)]
  expect(back.map(([, value]) => value)).toEqual(saved.map(({ value }) => value))
})
