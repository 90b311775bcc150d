import { expect, test } from 'vitest'
import { hedge } from './hedge.ts'
import { closed, voices } from './testing/closed.ts'

const heads = ['A', 'B']
const cases = [
  { name: 'a win', course: [true], a: 0.8 / 1.2 },
  { name: 'a loss', course: [false], a: 0.2 / 0.8 },
  { name: 'two wins', course: [true, true], a: 0.64 / 0.8 },
  { name: 'a win and a loss', course: [true, false], a: 0.16 / (0.16 + 0.24) },
]
for (const { name, course, a } of cases) {
  test(`hedge has, where A says 0.8 and B 0.4, after ${name} the weight ${a.toFixed(3)} on A`, () => {
    let state = hedge.start(heads)
    for (const won of course) state = hedge.learn(state, closed({ A: 0.8, B: 0.4 }, won))
    expect(hedge.weights(state).A).toBeCloseTo(a, 12)
    expect(hedge.weights(state).B).toBeCloseTo(1 - a, 12)
    expect(hedge.probability(state, voices({ A: 0.8, B: 0.4 }))).toBeCloseTo(0.4 + 0.4 * a, 12)
  })
}

test('hedge hears only those awake, by their weights among themselves', () => {
  const state = hedge.learn(hedge.start(['A', 'B', 'C']), closed({ A: 0.8, B: 0.4 }, true))
  expect(state.C).toBeCloseTo(1 / 3, 12)
  expect(state.A).toBeCloseTo((2 / 3) * (0.8 / 1.2), 12)
  expect(hedge.probability(state, voices({ C: 0.7 }))).toBeCloseTo(0.7, 12)
})
