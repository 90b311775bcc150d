/**
 * Solves A x = b for a symmetric positive definite A by Cholesky's factors; only + − × ÷ and the square root, in one
 * order, so the solution is the same on every machine.
 */
export function solvePositiveDefinite(
  matrix: readonly (readonly number[])[],
  right: readonly number[],
): readonly number[] {
  const size = right.length
  const lower: number[][] = []
  for (let row = 0; row < size; row++) {
    const line: number[] = []
    for (let column = 0; column <= row; column++) {
      let sum = matrix[row]?.[column] ?? 0
      const other = column === row ? line : (lower[column] ?? [])
      for (let at = 0; at < column; at++) sum -= (line[at] ?? 0) * (other[at] ?? 0)
      if (column === row && !(sum > 0)) {
        throw new RangeError(
          `solvePositiveDefinite: the matrix must be positive definite, was ${sum} at ${row}`,
        )
      }
      line.push(column === row ? Math.sqrt(sum) : sum / (lower[column]?.[column] ?? 1))
    }
    lower.push(line)
  }
  const middle: number[] = []
  for (let row = 0; row < size; row++) {
    let sum = right[row] ?? 0
    for (let at = 0; at < row; at++) sum -= (lower[row]?.[at] ?? 0) * (middle[at] ?? 0)
    middle.push(sum / (lower[row]?.[row] ?? 1))
  }
  const solution: number[] = Array(size).fill(0)
  for (let row = size - 1; row >= 0; row--) {
    let sum = middle[row] ?? 0
    for (let at = row + 1; at < size; at++) sum -= (lower[at]?.[row] ?? 0) * (solution[at] ?? 0)
    solution[row] = sum / (lower[row]?.[row] ?? 1)
  }
  return solution
}
