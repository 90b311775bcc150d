import type { ClickHouseClient } from '@clickhouse/client'
import type { Witness } from './batch.ts'
import { insertRows, rowsOf } from './insert.ts'
import type { SinkPlace, SinkTable } from './tables.ts'

/** How far a partition of a topic has been written, as ClickHouse itself says. */
export interface Position {
  readonly next: number
  /** The same as it was saved last. */
  readonly saved: number
  /** One of the newest records that were written, if any is known. */
  readonly witness: Witness | undefined
}

export interface ReachedPosition extends Omit<Position, 'saved'> {
  readonly topic: string
  readonly partition: number
}

/** What was saved by whoever writes, by `topic/partition`; it may lag behind the rows, but by a second where nothing is in the way. */
export async function savedPositions(client: ClickHouseClient): Promise<Map<string, Position>> {
  const positions = new Map<string, Position>()
  const saved = await rowsOf<{
    topic: string
    partition: number
    next: number
    offset: number
    hash: string
  }>(
    client,
    'SELECT topic, partition, max(next_offset) AS next, argMax(last_offset, next_offset) AS offset, argMax(last_hash, next_offset) AS hash FROM _sink_positions GROUP BY topic, partition',
  )
  for (const { topic, partition, next, offset, hash } of saved) {
    const witness = hash === '' ? undefined : { offset, hash }
    positions.set(`${topic}/${partition}`, { next, saved: next, witness })
  }
  return positions
}

/**
 * The positions of partitions, by `topic/partition`. The rows decide: what was saved may lag behind them,
 * and is needed only where the last records gave no rows or the rows are past their days.
 */
export async function loadPositions(
  client: ClickHouseClient,
  places: readonly SinkPlace[],
): Promise<Map<string, Position>> {
  const positions = await savedPositions(client)
  const partitions = new Map<SinkTable, number[]>()
  for (const { table, partition } of places)
    partitions.set(table, [...(partitions.get(table) ?? []), partition])
  for (const [{ topic, name }, wanted] of partitions) {
    const ends = await rowsOf<{ partition: number; next: number }>(
      client,
      `SELECT _partition AS partition, max(_offset) + 1 AS next FROM ${name} WHERE _partition IN (${wanted.join(', ')}) GROUP BY _partition`,
    )
    for (const { partition, next } of ends) {
      const known = positions.get(`${topic.name}/${partition}`)
      positions.set(`${topic.name}/${partition}`, {
        next: Math.max(next, known?.next ?? 0),
        saved: known?.saved ?? 0,
        witness: known?.witness,
      })
    }
  }
  return positions
}

/** The offset behind the newest row of a partition, from `from` on; `from` when there is none. */
export async function writtenEnd(
  client: ClickHouseClient,
  { table: { name }, partition }: SinkPlace,
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
  positions: readonly ReachedPosition[],
): Promise<void> {
  await insertRows(
    client,
    {
      table: '_sink_positions',
      columns: ['topic', 'partition', 'next_offset', 'last_offset', 'last_hash'],
      token: '',
    },
    positions.map(({ topic, partition, next, witness }) =>
      JSON.stringify({
        topic,
        partition,
        next_offset: next,
        last_offset: witness?.offset ?? 0,
        last_hash: witness?.hash ?? '',
      }),
    ),
  )
}
