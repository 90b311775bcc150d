import type { Embedding } from '../../schemas/contracts.generated.ts'
import { type Assessment, assess } from './assessment.ts'
import { cosineDistance, nonZeroOf, partOf } from './distance.ts'
import type { MemorySettings } from './memory-settings.ts'
import { nearestOf } from './nearest.ts'
import { type MemoryStore, type Remembered, type StatesHead, stateAt } from './remembered.ts'
import { dotRows } from './vector-columns.ts'
import { fillRows, type VectorRows } from './vector-rows.ts'

export interface Recalled {
  readonly meanDistance: number | null
  readonly long: Assessment | null
  readonly short: Assessment | null
  /** Nearest first. */
  readonly neighbours: Embedding['neighbours']
}

export const nothingRecalled: Recalled = {
  meanDistance: null,
  long: null,
  short: null,
  neighbours: [],
}

export interface RecallFrom {
  readonly store: MemoryStore
  readonly rows: VectorRows
  readonly head: Pick<StatesHead, 'first' | 'unlabelled'>
  /** The state at hand is of this number: those before it are the past. */
  readonly number: number
}

/** The past states nearest to one, and what followed them. Nothing while there are fewer than are asked for. */
export function recall(
  { store, rows, head: { first, unlabelled }, number }: RecallFrom,
  { vector, norm }: Pick<Remembered, 'vector' | 'norm'>,
  settings: MemorySettings,
): Recalled {
  const states = unlabelled - first
  if (states < settings.neighbours) return nothingRecalled
  fillRows(rows, store, first, number)
  const { capacity, vectors, norms, longMeans, shortMeans, meansBefore, products } = rows
  dotRows(vectors, nonZeroOf(vector, partOf(settings.mode)), products)
  const near = nearestOf(states, settings.neighbours, (at) => {
    const row = (first + at) % capacity
    return cosineDistance(products[row] as number, norm, norms[row] as number)
  })
  const meanDistance = near.reduce((sum, { distance }) => sum + distance, 0) / near.length
  const found = near.map(({ at }) => stateAt(store, first + at))
  const assessed = (side: 'long' | 'short', means: Float64Array): Assessment | null => {
    const followed = found.flatMap((state) => state[side] ?? [])
    let known = 0
    for (let past = first; past < number; past++) {
      const mean = means[past % capacity] as number
      if (!Number.isNaN(mean)) meansBefore[known++] = mean
    }
    return assess(followed, {
      meanDistance,
      states,
      meansBefore: meansBefore.subarray(0, known),
    })
  }
  return {
    meanDistance,
    long: assessed('long', longMeans),
    short: assessed('short', shortMeans),
    neighbours: found.map(({ id, candle }, at) => ({
      id,
      close_time: candle.closeMs,
      distance: near[at]?.distance ?? 0,
    })),
  }
}
