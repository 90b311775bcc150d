import { expect, test } from 'vitest'
import { solvePositiveDefinite } from './linear-system.ts'

const cases = [
  { name: 'one equation', matrix: [[4]], right: [2], solution: [0.5] },
  {
    name: 'two that are coupled',
    matrix: [
      [4, 2],
      [2, 3],
    ],
    right: [2, 5],
    solution: [-0.5, 2],
  },
  {
    name: 'three',
    matrix: [
      [4, 2, 2],
      [2, 5, 3],
      [2, 3, 6],
    ],
    right: [10, 13, 17],
    solution: [1, 1, 2],
  },
  { name: 'none', matrix: [], right: [], solution: [] },
]
for (const { name, matrix, right, solution } of cases) {
  test(`a linear system is solved: ${name}`, () => {
    const found = solvePositiveDefinite(matrix, right)
    matrix.forEach((line, row) => {
      const sum = line.reduce((total, value, at) => total + value * (found[at] ?? 0), 0)
      expect(sum).toBeCloseTo(right[row] ?? 0, 12)
    })
    expect(found).toHaveLength(solution.length)
    for (const [at, value] of solution.entries()) expect(found[at]).toBeCloseTo(value, 12)
  })
}

test('a matrix that is not positive definite is refused', () => {
  expect(() =>
    solvePositiveDefinite(
      [
        [1, 2],
        [2, 1],
      ],
      [1, 1],
    ),
  ).toThrow('was -3 at 1')
})
