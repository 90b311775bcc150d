import type { Embedding } from '../../schemas/contracts.generated.ts'
import { type Assessment, assess } from './assessment.ts'
import { cosineDistance, dot, partOf } from './distance.ts'
import type { MemorySettings } from './memory-settings.ts'
import { nearestOf } from './nearest.ts'
import { type Head, type MemoryStore, type Remembered, stateAt } from './remembered.ts'

export interface Recalled {
  readonly meanDistance: number | null
  readonly long: Assessment | null
  readonly short: Assessment | null
  /** Nearest first. */
  readonly neighbours: Embedding['neighbours']
}

const nothingRecalled: Recalled = { meanDistance: null, long: null, short: null, neighbours: [] }

/** The past states nearest to one, and what followed them. Nothing while there are fewer than are asked for. */
export function recall(
  store: MemoryStore,
  { first, unlabelled, next }: Head,
  { vector, norm }: Pick<Remembered, 'vector' | 'norm'>,
  settings: MemorySettings,
): Recalled {
  const states = unlabelled - first
  if (states < settings.neighbours) return nothingRecalled
  const { from, length } = partOf(settings.mode)
  const near = nearestOf(states, settings.neighbours, (at) => {
    const past = stateAt(store, first + at)
    return cosineDistance(dot(vector, from, past.vector, from, length), norm, past.norm)
  })
  const meanDistance = near.reduce((sum, { distance }) => sum + distance, 0) / near.length
  const found = near.map(({ at }) => stateAt(store, first + at))
  const meansBefore: { readonly [side in 'long' | 'short']: number[] } = { long: [], short: [] }
  for (let number = first; number < next; number++) {
    const { longMeanPct, shortMeanPct } = stateAt(store, number)
    if (longMeanPct !== null) meansBefore.long.push(longMeanPct)
    if (shortMeanPct !== null) meansBefore.short.push(shortMeanPct)
  }
  const assessed = (side: 'long' | 'short'): Assessment | null => {
    const followed = found.flatMap((state) => state[side] ?? [])
    return assess(followed, { meanDistance, states, meansBefore: meansBefore[side] })
  }
  return {
    meanDistance,
    long: assessed('long'),
    short: assessed('short'),
    neighbours: found.map(({ id, candle }, at) => ({
      id,
      close_time: candle.closeMs,
      distance: near[at]?.distance ?? 0,
    })),
  }
}
