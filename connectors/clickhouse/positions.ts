import type { ClickHouseClient } from '@clickhouse/client'
import { insertRows, rowsOf } from './insert.ts'
import type { SinkTable } from './tables.ts'

/** How far a partition of a topic has been written, as ClickHouse itself says. */
export interface Position {
  readonly next: number
  /** The offset and the hash of a record that was written: they tell this log from another one. */
  readonly witness: { readonly offset: number; readonly hash: string } | undefined
}

export interface SavedPosition {
  readonly topic: string
  readonly partition: number
  readonly next: number
  readonly hash: string
}

/**
 * The positions of all partitions, by `topic/partition`. The rows decide: what was saved may lag
 * behind them, and is needed only where the last records gave no rows or the rows are past their days.
 */
export async function loadPositions(
  client: ClickHouseClient,
  tables: readonly SinkTable[],
): Promise<Map<string, Position>> {
  const positions = new Map<string, Position>()
  const saved = await rowsOf<{ topic: string; partition: number; next: number; hash: string }>(
    client,
    'SELECT topic, partition, max(next_offset) AS next, argMax(last_hash, next_offset) AS hash FROM _sink_positions GROUP BY topic, partition',
  )
  for (const { topic, partition, next, hash } of saved) {
    const witness = hash === '' ? undefined : { offset: next - 1, hash }
    positions.set(`${topic}/${partition}`, { next, witness })
  }
  for (const { topic, name } of tables) {
    const ends = await rowsOf<{ partition: number; next: number }>(
      client,
      `SELECT _partition AS partition, max(_offset) + 1 AS next FROM ${name} GROUP BY _partition`,
    )
    for (const { partition, next } of ends) {
      const known = positions.get(`${topic.name}/${partition}`)
      positions.set(`${topic.name}/${partition}`, {
        next: Math.max(next, known?.next ?? 0),
        witness: known?.witness,
      })
    }
  }
  return positions
}

/** The offset behind the newest row of a partition, from `from` on; `from` when there is none. */
export async function writtenEnd(
  client: ClickHouseClient,
  { name }: SinkTable,
  partition: number,
  from: number,
): Promise<number> {
  const [found] = await rowsOf<{ rows: number; next: number }>(
    client,
    `SELECT count() AS rows, max(_offset) + 1 AS next FROM ${name} WHERE _partition = ${partition} AND _offset >= ${from}`,
  )
  return found === undefined || found.rows === 0 ? from : found.next
}

export async function savePositions(
  client: ClickHouseClient,
  positions: readonly SavedPosition[],
): Promise<void> {
  await insertRows(
    client,
    {
      table: '_sink_positions',
      columns: ['topic', 'partition', 'next_offset', 'last_hash'],
      token: '',
    },
    positions.map(({ topic, partition, next, hash }) =>
      JSON.stringify({ topic, partition, next_offset: next, last_hash: hash }),
    ),
  )
}
