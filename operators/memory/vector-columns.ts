import type { NonZero } from './distance.ts'
import { vectorDimensions } from './market-vector.ts'

/** Rows whose sums stay in the nearest cache while column after column is added to them. */
const blockRows = 1_024

/**
 * Vectors of the market memory, stored by dimension: block after block of rows, and in a block the first number of each
 * row, then the second. A search reads only the columns in which the vector asked for has a number, one in five of hashed
 * words, and those without a gap.
 */
export interface VectorColumns {
  readonly numbers: Float32Array
  /** Written anew for each block: the sums over every other column. */
  readonly even: Float64Array
  readonly odd: Float64Array
}

export function createVectorColumns(rows: number): VectorColumns {
  const blocks = Math.ceil(rows / blockRows)
  return {
    numbers: new Float32Array(blocks * blockRows * vectorDimensions),
    even: new Float64Array(blockRows),
    odd: new Float64Array(blockRows),
  }
}

export function setVector({ numbers }: VectorColumns, row: number, vector: Float32Array): void {
  const inBlock = row % blockRows
  const first = (row - inBlock) * vectorDimensions + inBlock
  for (let at = 0; at < vectorDimensions; at++)
    numbers[first + at * blockRows] = vector[at] as number
}

/**
 * Writes the dot product with each row, as many as `products` has places. Two sums each, over every other number that is
 * not zero, and in their order: the same to the last bit wherever a row stands.
 */
export function dotRows(columns: VectorColumns, asked: NonZero, products: Float64Array): void {
  const { even, odd } = columns
  for (let first = 0; first < products.length; first += blockRows) {
    const rows = Math.min(blockRows, products.length - first)
    even.fill(0)
    odd.fill(0)
    addColumns(columns, first * vectorDimensions, asked, rows)
    for (let row = 0; row < rows; row++)
      products[first + row] = (even[row] as number) + (odd[row] as number)
  }
}

/** Four columns at a time: each sum is read and written once for two of them. */
function addColumns(
  { numbers, even, odd }: VectorColumns,
  block: number,
  { places, values }: NonZero,
  rows: number,
): void {
  const { length } = places
  let at = 0
  for (; at + 3 < length; at += 4) {
    const first = block + (places[at] as number) * blockRows
    const second = block + (places[at + 1] as number) * blockRows
    const third = block + (places[at + 2] as number) * blockRows
    const fourth = block + (places[at + 3] as number) * blockRows
    const a = values[at] as number
    const b = values[at + 1] as number
    const c = values[at + 2] as number
    const d = values[at + 3] as number
    for (let row = 0; row < rows; row++) {
      const sum = (even[row] as number) + a * (numbers[first + row] as number)
      even[row] = sum + c * (numbers[third + row] as number)
      const other = (odd[row] as number) + b * (numbers[second + row] as number)
      odd[row] = other + d * (numbers[fourth + row] as number)
    }
  }
  for (; at < length; at++) {
    const sums = at % 2 === 0 ? even : odd
    const column = block + (places[at] as number) * blockRows
    const value = values[at] as number
    for (let row = 0; row < rows; row++)
      sums[row] = (sums[row] as number) + value * (numbers[column + row] as number)
  }
}
