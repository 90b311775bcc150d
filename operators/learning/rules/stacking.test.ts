import { describe, expect, test } from 'vitest'
import { gradientOf, logOdds, movedBy, stacked, weightsOfExponents } from './stacking.ts'
import { voices } from './testing/closed.ts'

const cases = [
  {
    name: 'one head of exponent 1 says what it says',
    exponents: { A: 1 },
    said: { A: 0.8 },
    p: 0.8,
  },
  {
    name: 'two half believed that say the same say it once',
    exponents: { A: 0.5, B: 0.5 },
    said: { A: 0.8, B: 0.8 },
    p: 0.8,
  },
  // Odds of 4 and 4 multiply to 16.
  {
    name: 'two wholly believed are surer than each',
    exponents: { A: 1, B: 1 },
    said: { A: 0.8, B: 0.8 },
    p: 16 / 17,
  },
  {
    name: 'half an exponent takes the root of the odds',
    exponents: { A: 0.5 },
    said: { A: 0.8 },
    p: 2 / 3,
  },
  {
    name: 'a negative exponent turns a head round',
    exponents: { A: -1 },
    said: { A: 0.8 },
    p: 0.2,
  },
  { name: 'who sleeps adds nothing', exponents: { A: 1, B: 3 }, said: { A: 0.8 }, p: 0.8 },
  { name: 'nobody awake says one half', exponents: { A: 1 }, said: {}, p: 0.5 },
  { name: 'nothing is surer than 0.99', exponents: { A: 4 }, said: { A: 0.99 }, p: 0.99 },
]
for (const { name, exponents, said, p } of cases) {
  test(`stacking: ${name}`, () => {
    expect(stacked(exponents, voices(said))).toBeCloseTo(p, 12)
  })
}

test('the gradient is the error times the log odds that were said', () => {
  const exponents = { A: 1, B: 0 }
  const [a, b] = gradientOf(exponents, voices({ A: 0.8, B: 0.25 }), true)
  expect(a).toBeCloseTo(-0.2 * Math.log(4), 12)
  expect(b).toBeCloseTo(-0.2 * Math.log(1 / 3), 12)
  const [lost] = gradientOf(exponents, voices({ A: 0.8 }), false)
  expect(lost).toBeCloseTo(0.8 * Math.log(4), 12)
})

test('log odds of one half are nothing, of opposite probabilities opposite', () => {
  expect(logOdds(0.5)).toBe(0)
  expect(logOdds(0.8)).toBeCloseTo(Math.log(4), 14)
  expect(logOdds(0.2)).toBeCloseTo(-Math.log(4), 14)
})

test('exponents move by their steps, within their bounds, and only of heads awake', () => {
  const moved = movedBy({ A: 1, B: 3.9, C: 0.5 }, voices({ A: 0.8, B: 0.8 }), [0.25, -0.5])
  expect(moved).toEqual({ A: 0.75, B: 4, C: 0.5 })
})

describe('as weights of heads exponents', () => {
  test('count by their share', () =>
    expect(weightsOfExponents({ A: 1, B: 0.5, C: 0.5 })).toEqual({ A: 0.5, B: 0.25, C: 0.25 }))
  test('below zero count nothing', () =>
    expect(weightsOfExponents({ A: 1, B: -2 })).toEqual({ A: 1, B: 0 }))
  test('of which none is above zero count alike', () =>
    expect(weightsOfExponents({ A: -1, B: -2 })).toEqual({ A: 0.5, B: 0.5 }))
})
