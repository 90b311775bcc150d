import { expect, test } from 'vitest'
import { randomSequence } from '../learning/random.ts'
import { dot, memoryModes, type NonZero, nonZeroOf, partOf } from './distance.ts'
import { vectorDimensions } from './market-vector.ts'
import { createVectorColumns, dotRows, setVector } from './vector-columns.ts'

/** More than two blocks. */
const rows = 2_500
const random = randomSequence(3)
const sparse = (): Float32Array =>
  Float32Array.from({ length: vectorDimensions }, () => (random() < 0.2 ? random() - 0.5 : 0))
const vectors = Array.from({ length: rows }, sparse)
const columns = createVectorColumns(rows)
vectors.forEach((vector, row) => {
  setVector(columns, row, vector)
})

/** Number by number, every other one into the same sum. */
function dotWith({ places, values }: NonZero, vector: Float32Array): number {
  const sums = [0, 0] as [number, number]
  places.forEach((place, at) => {
    sums[at % 2 === 0 ? 0 : 1] += (values[at] as number) * (vector[place] as number)
  })
  return sums[0] + sums[1]
}

for (const mode of memoryModes) {
  test(`the products with all rows are those with each alone, ${mode}`, () => {
    const part = partOf(mode)
    for (const asked of [sparse(), sparse(), Float32Array.from(vectors[9] ?? [], (x) => x + 1)]) {
      const products = new Float64Array(rows)
      const nonZero = nonZeroOf(asked, part)
      dotRows(columns, nonZero, products)
      expect([...products]).toEqual(vectors.map((vector) => dotWith(nonZero, vector)))
      const plain = dot(asked, part.from, vectors[7] as Float32Array, part.from, part.length)
      expect(products[7]).toBeCloseTo(plain, 12)
    }
  })
}

test('any count of numbers is taken, and what stood in a row before is gone', () => {
  for (let count = 0; count < 10; count++) {
    const asked = new Float32Array(vectorDimensions)
    for (let at = 0; at < count; at++) asked[40 * at] = at + 1
    const few = createVectorColumns(3)
    setVector(few, 1, new Float32Array(vectorDimensions).fill(99))
    setVector(few, 1, new Float32Array(vectorDimensions).fill(2))
    const products = new Float64Array(3)
    dotRows(few, nonZeroOf(asked, partOf('hybrid')), products)
    expect([...products]).toEqual([0, count * (count + 1), 0])
  }
})
