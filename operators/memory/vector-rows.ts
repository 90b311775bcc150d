import { type MemoryStore, stateAt } from './remembered.ts'
import { createVectorColumns, setVector, type VectorColumns } from './vector-columns.ts'

/**
 * What the search reads of a symbol's states, side by side: out of a thousand slots it would come from a
 * thousand corners of the memory, which took five times as long. Copied from the store and never told
 * otherwise: what is in a slot's vector and means stays as it is. State number n stands in row
 * n % capacity.
 */
export interface VectorRows {
  capacity: number
  /** States before this number are in. */
  end: number
  vectors: VectorColumns
  norms: Float64Array
  /** NaN where there is none. */
  longMeans: Float64Array
  shortMeans: Float64Array
  /** Written anew on each search, as is the next. */
  meansBefore: Float64Array
  products: Float64Array
}

export function createVectorRows(): VectorRows {
  return {
    capacity: 0,
    end: 0,
    vectors: createVectorColumns(0),
    norms: new Float64Array(0),
    longMeans: new Float64Array(0),
    shortMeans: new Float64Array(0),
    meansBefore: new Float64Array(0),
    products: new Float64Array(0),
  }
}

/** Brings the states from `first` to before `end` in. */
export function fillRows(rows: VectorRows, store: MemoryStore, first: number, end: number): void {
  if (end - first > rows.capacity) {
    const capacity = Math.ceil((end - first) * 1.25)
    rows.capacity = capacity
    rows.end = first
    rows.vectors = createVectorColumns(capacity)
    rows.norms = new Float64Array(capacity)
    rows.longMeans = new Float64Array(capacity)
    rows.shortMeans = new Float64Array(capacity)
    rows.meansBefore = new Float64Array(capacity)
    rows.products = new Float64Array(capacity)
  }
  for (let number = Math.max(first, rows.end); number < end; number++) {
    const { vector, norm, longMeanPct, shortMeanPct } = stateAt(store, number)
    const row = number % rows.capacity
    setVector(rows.vectors, row, vector)
    rows.norms[row] = norm
    rows.longMeans[row] = longMeanPct ?? Number.NaN
    rows.shortMeans[row] = shortMeanPct ?? Number.NaN
  }
  rows.end = end
}
