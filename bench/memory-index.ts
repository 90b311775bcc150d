import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ClickHouseClient } from '@clickhouse/client'
import { connect } from '../connectors/clickhouse/target.ts'
import { randomSequence } from '../operators/learning/random.ts'
import { vectorDimensions } from '../operators/memory/market-vector.ts'
import { type Figure, median } from './figure.ts'

const states = 100_000
const insertedAtOnce = 10_000
const neighbours = 20
const searches = 30
/** Market states have few independent directions: nine statistics and a dozen subjects. */
const directions = 12
const noise = 0.5

/**
 * The nearest of a hundred thousand states by ClickHouse's vector index, against the same query without it; how many of the exact ones it finds; and
 * how fast rows go in while it is built. Vectors of twelve directions and noise, as market states are; of independent numbers no index finds much.
 */
export async function memoryIndex(): Promise<readonly Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'memory-index-'))
  const client = await connect({ kind: 'embedded' }, folder)
  try {
    const next = structuredVectors()
    await client.command({
      query: `CREATE TABLE states (id UInt32, vector Array(Float32), INDEX near vector TYPE vector_similarity('hnsw', 'cosineDistance', ${vectorDimensions}, 'bf16', 32, 128) GRANULARITY 100000000) ENGINE = MergeTree ORDER BY id`,
    })
    const startedMs = performance.now()
    for (let from = 0; from < states; from += insertedAtOnce) {
      const values = Array.from({ length: insertedAtOnce }, (_, at) => [from + at, next()])
      await client.insert({ table: 'states', format: 'JSONCompactEachRow', values })
    }
    const inserted = (states * 1_000) / (performance.now() - startedMs)
    await client.command({ query: 'OPTIMIZE TABLE states FINAL' })
    const asked = Array.from({ length: searches + 1 }, next)
    const near: Searched[] = []
    for (const vector of asked) near.push(await search(client, vector, true))
    const exact: Searched[] = []
    for (const vector of asked) exact.push(await search(client, vector, false))
    // The first loads the index.
    const [nearMs, exactMs] = [near, exact].map((all) => median(all.slice(1).map(({ ms }) => ms)))
    const found = near.reduce((sum, { ids }, at) => sum + shared(ids, exact[at]?.ids ?? []), 0)
    const recall = found / (asked.length * neighbours)
    return [
      {
        name: 'memory-index',
        value: nearMs ?? Number.NaN,
        unit: 'ms a search',
        ratio: (exactMs ?? Number.NaN) / (nearMs ?? Number.NaN),
        ratioTo: `the same without the index, which takes ${exactMs?.toFixed(0)} ms; recall ${recall.toFixed(3)}`,
      },
      {
        name: 'memory-index-inserts',
        value: inserted,
        unit: 'rows/s',
        ratio: (inserted * 3_600) / liveRowsPerHour,
        ratioTo: `${liveRowsPerHour} rows an hour, those of a hundred symbols`,
      },
    ]
  } finally {
    await client.close()
    rmSync(folder, { recursive: true })
  }
}

const liveRowsPerHour = 100

interface Searched {
  readonly ms: number
  readonly ids: readonly number[]
}

async function search(
  client: ClickHouseClient,
  vector: readonly number[],
  byIndex: boolean,
): Promise<Searched> {
  const startedMs = performance.now()
  const answer = await client.query({
    query: `SELECT id FROM states ORDER BY cosineDistance(vector, [${vector.join(',')}]) LIMIT ${neighbours} SETTINGS use_skip_indexes = ${byIndex ? 1 : 0}`,
    format: 'JSONCompactEachRow',
  })
  const rows = await answer.json<readonly [number]>()
  return { ms: performance.now() - startedMs, ids: rows.map(([id]) => id) }
}

function shared(some: readonly number[], others: readonly number[]): number {
  return some.filter((id) => others.includes(id)).length
}

/** Each call gives the next vector. */
function structuredVectors(): () => readonly number[] {
  const random = randomSequence(1)
  const gauss = (): number => {
    let sum = 0
    for (let left = 12; left > 0; left--) sum += random()
    return sum - 6
  }
  const basis = Array.from({ length: directions }, () =>
    Array.from({ length: vectorDimensions }, gauss),
  )
  return () => {
    const shares = basis.map(gauss)
    return Array.from({ length: vectorDimensions }, (_, at) => {
      let value = noise * gauss()
      for (const [direction, share] of shares.entries())
        value += share * (basis[direction]?.[at] ?? 0)
      // As many digits as a float has.
      return Number(value.toPrecision(7))
    })
  }
}
