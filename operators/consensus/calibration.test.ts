import { describe, expect, test } from 'vitest'
import { binOf, binsCount, calibrated } from './calibration.ts'

describe('the bin of a probability', () => {
  const cases: readonly (readonly [number, number])[] = [
    [0, 0],
    [0.5, 0],
    [0.549, 0],
    [0.55, 1],
    [0.6, 2],
    [0.649, 2],
    [0.65, 3],
    [0.7, 4],
    [0.75, 5],
    [0.8, 6],
    [0.85, 7],
    [0.9, 8],
    [0.95, 9],
    [1, 9],
  ]
  for (const [probability, bin] of cases)
    test(`of ${probability} is ${bin}`, () => expect(binOf(probability)).toBe(bin))
})

const bins = (at: number, votes: number, right: number) =>
  Array.from({ length: binsCount }, (_, bin) =>
    bin === at ? { votes, right } : { votes: 0, right: 0 },
  )

const cases = [
  { name: 'nothing is known of the head', given: undefined, p: 0.83 },
  { name: 'nothing is known of its bin', given: bins(2, 50, 0), p: 0.83 },
  {
    name: 'twenty votes, half of them right, weigh as much as what is said',
    given: bins(6, 20, 10),
    p: (0.83 + 0.5) / 2,
  },
  { name: 'many votes outweigh what is said', given: bins(6, 1_980, 792), p: (792 + 16.6) / 2_000 },
  { name: 'a head that is not sure enough gains', given: bins(6, 20, 20), p: (20 + 16.6) / 40 },
]
for (const { name, given, p } of cases) {
  test(`a probability is calibrated: ${name}`, () => {
    expect(calibrated(given, 0.83)).toBeCloseTo(p, 12)
  })
}
