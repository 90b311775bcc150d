import { spawnSync } from 'node:child_process'
import { cosineDistance, nonZeroOf, normOf, partOf } from '../operators/memory/distance.ts'
import { vectorDimensions } from '../operators/memory/market-vector.ts'
import { nearestOf } from '../operators/memory/nearest.ts'
import { createVectorColumns, dotRows, setVector } from '../operators/memory/vector-columns.ts'
import { type Figure, ratePerSecond } from './figure.ts'

const states = 100_000
const neighbours = 20
/** Of hashed words four in five numbers are zero. */
const sparseStep = 5

/** The nearest of a hundred thousand market states, exactly: where words are hashed, and where no number is zero. */
export async function memorySearch(): Promise<readonly Figure[]> {
  const flat = faissRate()
  return [
    ...(await searchOf('memory-search', sparseStep, flat)),
    ...(await searchOf('memory-search-dense', 1, flat)),
  ]
}

async function searchOf(
  name: string,
  step: number,
  flat: number | undefined,
): Promise<readonly Figure[]> {
  const all = new Float32Array(states * vectorDimensions)
  // Any numbers do: what is multiplied costs the same.
  for (let at = 0; at < all.length; at++) {
    const filled = (at % vectorDimensions) % step === 0
    if (filled) all[at] = ((at * 7_919) % 1_009) / 1_009 - 0.5
  }
  const part = partOf('hybrid')
  const columns = createVectorColumns(states)
  const norms = new Float64Array(states)
  for (let row = 0; row < states; row++) {
    const from = row * vectorDimensions
    setVector(columns, row, all.subarray(from, from + vectorDimensions))
    norms[row] = normOf(all, part, from)
  }
  const asked = nonZeroOf(all, part)
  const products = new Float64Array(states)
  let nearest = 0
  const value = await ratePerSecond(10, () => ({
    work() {
      for (let time = 0; time < 10; time++) {
        dotRows(columns, asked, products)
        const found = nearestOf(states, neighbours, (row) =>
          cosineDistance(products[row] as number, norms[0] as number, norms[row] as number),
        )
        nearest = found[0]?.at ?? -1
      }
    },
  }))
  if (nearest !== 0) throw new Error('a state is not the nearest to itself')
  let sum = 0
  const summed = await ratePerSecond(10, () => ({
    work() {
      for (let time = 0; time < 10; time++) sum = sumOf(all)
    },
  }))
  if (Number.isNaN(sum)) throw new Error('nothing was summed')
  const figure = { name, value, unit: 'searches/s' }
  const limit = `adding up the same 39 million numbers: ${(1_000 / summed).toFixed(1)} ms`
  const figures: Figure[] = [
    {
      ...figure,
      ratio: value / 71.4,
      ratioTo: `the 14 ms asked for: ${(1_000 / value).toFixed(1)} ms`,
    },
    { ...figure, ratio: value / summed, ratioTo: limit },
  ]
  if (flat !== undefined) {
    const ratioTo = `faiss's flat index, one thread: ${(1_000 / flat).toFixed(1)} ms`
    figures.push({ ...figure, ratio: value / flat, ratioTo })
  }
  return figures
}

/** Four sums, because one would wait for each addition; this is what memory and JavaScript allow. */
function sumOf(numbers: Float32Array): number {
  let first = 0
  let second = 0
  let third = 0
  let fourth = 0
  for (let at = 0; at + 3 < numbers.length; at += 4) {
    first += numbers[at] as number
    second += numbers[at + 1] as number
    third += numbers[at + 2] as number
    fourth += numbers[at + 3] as number
  }
  return first + second + third + fourth
}

/** Searches a second of faiss-cpu over as many dense vectors; undefined where Python does not have it. */
function faissRate(): number | undefined {
  const program = `
import faiss, numpy, time
faiss.omp_set_num_threads(1)
index = faiss.IndexFlatIP(${vectorDimensions})
index.add(numpy.random.rand(${states}, ${vectorDimensions}).astype('float32') - 0.5)
asked = numpy.random.rand(1, ${vectorDimensions}).astype('float32') - 0.5
took = []
for _ in range(21):
    started = time.perf_counter()
    index.search(asked, ${neighbours})
    took.append(time.perf_counter() - started)
print(1 / sorted(took)[10])
`
  const { status, stdout } = spawnSync('python3', ['-c', program], { encoding: 'utf8' })
  return status === 0 ? Number(stdout) : undefined
}
