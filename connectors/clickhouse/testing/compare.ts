import type { Topic } from '../../../engine/core/topic.ts'
import { LmdbReader } from '../../../engine/log/lmdb-reader.ts'
import type { PlacedRecord } from '../../../engine/log/record-reader.ts'
import { type SinkTable, sinkTables } from '../tables.ts'

interface Row {
  readonly [column: string]: unknown
}

type Ask = (query: string) => Promise<Row[]>

const differencesMax = 5

/** Names that people use instead of the contract's. */
const renamed: { readonly [topicField: string]: string } = {
  'learning-events/event_time': 'event_timestamp',
}

/** Topics with a row for each item of a list: the list, and what tells its items apart. */
const lists: { readonly [topic: string]: { readonly list: string; readonly by: string } } = {
  'head-votes': { list: 'votes', by: 'head' },
  'rule-scores': { list: 'rules', by: 'rule' },
  'validation-reports': { list: 'rules', by: 'rule' },
  'drift-reports': { list: 'columns', by: 'column' },
}

type KeptRecord = PlacedRecord & { readonly partition: number }

/** All records of a topic as its log has them, by partition and offset. */
export type RecordsOf = (
  topic: Topic<unknown>,
) => Iterable<KeptRecord> | Promise<Iterable<KeptRecord>>

/** Holds every row of the tables against a data folder's log, record by record and field by field. */
export async function differencesFromLog(
  folder: string,
  ask: Ask,
  tables: readonly SinkTable[] = sinkTables,
): Promise<string[]> {
  const reader = new LmdbReader({ folder, topics: tables.map(({ topic }) => topic) })
  const found = await differencesFrom((topic) => recordsOf(topic, reader), ask, tables)
  await reader.close()
  return found
}

/** The same with any log. */
export async function differencesFrom(
  records: RecordsOf,
  ask: Ask,
  tables: readonly SinkTable[] = sinkTables,
): Promise<string[]> {
  const found: string[] = []
  for (const table of tables) {
    const rows = await rowsOf(table, ask)
    let at = 0
    for (const wanted of wantedRows(table, await records(table.topic))) {
      const fault = faultOf(table, wanted, rows[at])
      if (fault !== undefined) {
        found.push(fault)
        break
      }
      at++
    }
    if (at < rows.length && found.length === 0)
      found.push(`${table.name}: row ${placeOf(rows[at])} is one too many`)
    if (found.length >= differencesMax) break
  }
  return found
}

async function rowsOf({ name, topic }: SinkTable, ask: Ask): Promise<Row[]> {
  const bytes = topic.name === 'dead-letters' ? 'REPLACE (hex(payload) AS payload)' : ''
  const order = ['_partition', '_offset', lists[topic.name]?.by ?? []].flat().join(', ')
  return ask(`SELECT * ${bytes} FROM ${name} ORDER BY ${order}`)
}

function* recordsOf(topic: Topic<unknown>, reader: LmdbReader): Generator<KeptRecord> {
  for (let partition = 0; partition < reader.partitions(topic); partition++) {
    for (let from = 0; ; ) {
      const limits = { recordsMax: 5_000, bytesMax: 10_000_000 }
      const { records, end } = reader.read(topic, partition, from, limits)
      if (records.length === 0) break
      for (const record of records) yield { ...record, partition }
      from = end
    }
  }
}

function* wantedRows({ topic }: SinkTable, records: Iterable<KeptRecord>): Generator<Row> {
  for (const { key, value, timeMs, offset, partition } of records) {
    const place = { _partition: partition, _offset: offset, _time: timeMs }
    if (key === null) continue
    const record = value as Row
    const listed = lists[topic.name]
    if (listed !== undefined) {
      const { list, by } = listed
      const { [list]: items, ...common } = record
      // In the order of the question above.
      const sorted = [...(items as readonly Row[])].sort((a, b) =>
        String(a[by]) < String(b[by]) ? -1 : 1,
      )
      for (const item of sorted) yield { ...place, ...common, ...item }
    } else yield { ...place, ...record }
  }
}

function faultOf(
  { name, topic }: SinkTable,
  wanted: Row,
  row: Row | undefined,
): string | undefined {
  const place = `${name} ${placeOf(wanted)}`
  if (row === undefined) return `${place}: the row is missing`
  for (const [field, value] of Object.entries(wanted)) {
    const column = renamed[`${topic.name}/${field}`] ?? field
    if (!(column in row)) return `${name} has no column ${column}`
    const text = JSON.stringify(asPrinted(value, row[column]))
    if (text !== JSON.stringify(row[column]))
      return `${place}: ${column} was ${JSON.stringify(row[column])}, in the log it is ${text}`
  }
  return undefined
}

function placeOf(row: Row | undefined): string {
  return `${row?._partition}/${row?._offset}`
}

/** A value as ClickHouse prints it: only times, bytes and numbers of single precision look different. */
function asPrinted(value: unknown, cell: unknown): unknown {
  // A single is printed with as many digits as tell it from all other singles.
  if (typeof value === 'number' && typeof cell === 'number' && Math.fround(value) === value)
    return Math.fround(cell) === value ? cell : value
  if (typeof value === 'number' && typeof cell === 'string')
    return new Date(value).toISOString().replace('T', ' ').replace('Z', '')
  if (Buffer.isBuffer(value)) return value.toString('hex').toUpperCase()
  if (Array.isArray(value)) {
    const cells = Array.isArray(cell) ? cell : []
    return value.map((one, at) => asPrinted(one, cells[at]))
  }
  if (typeof value !== 'object' || value === null) return value
  const cells = (cell ?? {}) as Row
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, asPrinted(one, cells[name])]),
  )
}
