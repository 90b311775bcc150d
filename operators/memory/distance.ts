import { vectorDimensions } from './market-vector.ts'
import { textDimensions } from './text-encoder.ts'

export const memoryModes = ['statistical', 'semantic', 'hybrid'] as const

/** Which part of a vector counts: its nine statistics, its text, or both. */
export type MemoryMode = (typeof memoryModes)[number]

export interface VectorPart {
  readonly from: number
  readonly length: number
}

const statistics = vectorDimensions - textDimensions
const parts: { readonly [mode in MemoryMode]: VectorPart } = {
  statistical: { from: textDimensions, length: statistics },
  semantic: { from: 0, length: textDimensions },
  hybrid: { from: 0, length: vectorDimensions },
}

export function partOf(mode: MemoryMode): VectorPart {
  return parts[mode]
}

/**
 * Dot product of `length` numbers of `a` from `aFrom` and of `b` from `bFrom`. Four sums side by side,
 * always the same four: twice as fast as one, and the same to the last bit everywhere.
 */
export function dot(
  a: Float32Array,
  aFrom: number,
  b: Float32Array,
  bFrom: number,
  length: number,
): number {
  let first = 0
  let second = 0
  let third = 0
  let fourth = 0
  const whole = length - (length % 4)
  let at = 0
  for (; at < whole; at += 4) {
    const i = aFrom + at
    const j = bFrom + at
    first += (a[i] as number) * (b[j] as number)
    second += (a[i + 1] as number) * (b[j + 1] as number)
    third += (a[i + 2] as number) * (b[j + 2] as number)
    fourth += (a[i + 3] as number) * (b[j + 3] as number)
  }
  for (; at < length; at++) first += (a[aFrom + at] as number) * (b[bFrom + at] as number)
  return first + second + (third + fourth)
}

/** The numbers of a vector's part that are not zero, and where they stand. */
export interface NonZero {
  readonly places: Int32Array
  readonly values: Float64Array
}

export function nonZeroOf(vector: Float32Array, { from, length }: VectorPart): NonZero {
  const places: number[] = []
  for (let at = from; at < from + length; at++) if (vector[at] !== 0) places.push(at)
  return {
    places: Int32Array.from(places),
    values: Float64Array.from(places, (at) => vector[at] as number),
  }
}

/** The length of a vector's part. */
export function normOf(vector: Float32Array, { from, length }: VectorPart, offset = 0): number {
  return Math.sqrt(dot(vector, offset + from, vector, offset + from, length))
}

/** 1 − cosine: 0 the same direction, 1 nothing in common, 2 the opposite. Of nothing, 1. */
export function cosineDistance(product: number, norm: number, otherNorm: number): number {
  const lengths = norm * otherNorm
  return lengths > 0 ? 1 - product / lengths : 1
}
