import { cosineDistance, dot, normOf, partOf } from '../operators/memory/distance.ts'
import { vectorDimensions } from '../operators/memory/market-vector.ts'
import { nearestOf } from '../operators/memory/nearest.ts'
import { type Figure, ratePerSecond } from './figure.ts'

const states = 100_000
const neighbours = 20

/** The nearest of a hundred thousand market states, exactly, one after the other in one array. */
export async function memorySearch(): Promise<readonly Figure[]> {
  const all = new Float32Array(states * vectorDimensions)
  // Any numbers do: what is multiplied costs the same.
  for (let at = 0; at < all.length; at++) all[at] = ((at * 7_919) % 1_009) / 1_009 - 0.5
  const part = partOf('hybrid')
  const norms = Float64Array.from({ length: states }, (_, at) =>
    normOf(all, part, at * vectorDimensions),
  )
  let nearest = 0
  const value = await ratePerSecond(1, () => ({
    work() {
      const found = nearestOf(states, neighbours, (at) => {
        const product = dot(all, part.from, all, at * vectorDimensions + part.from, part.length)
        return cosineDistance(product, norms[0] as number, norms[at] as number)
      })
      nearest = found[0]?.at ?? -1
    },
  }))
  if (nearest !== 0) throw new Error('a state is not the nearest to itself')
  let sum = 0
  const summed = await ratePerSecond(1, () => ({
    work() {
      sum = sumOf(all)
    },
  }))
  if (Number.isNaN(sum)) throw new Error('nothing was summed')
  return [
    {
      name: 'memory-search',
      value,
      unit: 'searches/s',
      ratio: value / summed,
      ratioTo: 'adding up the same 39 million numbers',
    },
  ]
}

function sumOf(numbers: Float32Array): number {
  let sum = 0
  for (let at = 0; at < numbers.length; at++) sum += numbers[at] as number
  return sum
}
