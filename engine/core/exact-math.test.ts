import fc from 'fast-check'
import { expect, test } from 'vitest'
import { exactExp, exactLog, exactSin } from './exact-math.ts'

const tolerance = 1e-12

function near(was: number, wanted: number): boolean {
  return Math.abs(was - wanted) <= tolerance * Math.max(1, Math.abs(wanted))
}

test('the logarithm is that of Math.log', () => {
  const positive = fc.double({ min: 1e-300, max: 1e300, noNaN: true })
  fc.assert(
    fc.property(positive, (x) => near(exactLog(x), Math.log(x))),
    { numRuns: 20_000 },
  )
  const around1 = fc.double({ min: 0.5, max: 2, noNaN: true })
  fc.assert(
    fc.property(around1, (x) => Math.abs(exactLog(x) - Math.log(x)) < 1e-15),
    { numRuns: 20_000 },
  )
  expect([exactLog(1), exactLog(0), exactLog(-1)]).toEqual([
    0,
    Number.NEGATIVE_INFINITY,
    Number.NaN,
  ])
})

test('the logarithm holds at the edges of its reduction and of the numbers', () => {
  const edges = [Math.SQRT1_2, Math.SQRT2, 0.5, 1024, 2 ** -1022, 5e-324, Number.MAX_VALUE]
  for (const edge of edges) {
    for (const x of [edge * (1 - Number.EPSILON), edge, edge * (1 + Number.EPSILON)]) {
      if (x === Number.POSITIVE_INFINITY) continue
      expect(Math.abs(exactLog(x) / Math.log(x) - 1)).toBeLessThan(1e-15)
    }
  }
})

test('the exponential is that of Math.exp', () => {
  const exponent = fc.double({ min: -700, max: 700, noNaN: true })
  const same = (x: number) => Math.abs(exactExp(x) / Math.exp(x) - 1) <= tolerance
  fc.assert(fc.property(exponent, same), { numRuns: 20_000 })
  expect(exactExp(0)).toBe(1)
})

test('the sine is that of Math.sin', () => {
  const angle = fc.double({ min: -1_000, max: 1_000, noNaN: true })
  fc.assert(
    fc.property(angle, (x) => near(exactSin(x), Math.sin(x))),
    { numRuns: 20_000 },
  )
  expect(exactSin(0)).toBe(0)
})

test('the bits are those of the first day, on every version of Node', () => {
  const bits = [exactLog(0.3), exactLog(12_345.678), exactExp(-3.21), exactExp(0.000_5)]
  expect([...bits, exactSin(2.5)]).toEqual([
    -1.2039728043259361, 9.421061321291832, 0.04035661327203115, 1.0005001250208359,
    0.5984721441039563,
  ])
})
