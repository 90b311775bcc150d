import type { Message } from 'kafkajs'
import type { ChainPath } from '../../core/chain-path.ts'
import { PoisonRecordError } from '../../core/errors.ts'
import type { LogRecord } from '../../core/message.ts'
import type { Topic } from '../../core/topic.ts'
import { type AvroReader, codecOf, wireHeaderBytes } from '../avro-codec.ts'
import type { RecordHeaders } from '../log.ts'
import type { PlacedRecord } from '../record-reader.ts'
import type { FetchedRecord } from './fetch-response.ts'

/** Ids of the schemas that records are written with. */
export interface SchemaIds {
  /** The id under which a topic's present schema is registered. */
  idOf(topic: Topic<unknown>): number
  /** Reads what was written under an id as the topic's present schema; undefined until it was loaded. */
  readerOf(topic: Topic<unknown>, schemaId: number): AvroReader | undefined
  load(topic: Topic<unknown>, schemaId: number): Promise<void>
}

/** A heartbeat has neither key nor value; the header says that it is one, and no tombstone. */
export const heartbeatHeader = 'heartbeat'

/** The path of a record that one stage of a chain wrote for another, as JSON. */
const pathHeader = 'path'

/** A record as it is sent. Throws PoisonRecordError where its value does not fit its schema. */
export function messageOf(
  topic: Topic<unknown>,
  partition: number,
  record: LogRecord,
  ids: SchemaIds,
): Message {
  const timestamp = String(record.timeMs)
  if (record.key === null)
    return { partition, key: null, value: null, timestamp, headers: { [heartbeatHeader]: '' } }
  const value = codecOf(topic).encodeWire(ids.idOf(topic), record.value)
  if (record.path === undefined) return { partition, key: record.key, value, timestamp }
  const headers = { [pathHeader]: JSON.stringify(record.path) }
  return { partition, key: record.key, value, timestamp, headers }
}

export function headersOf({ run, reads }: RecordHeaders): { [name: string]: string } {
  return Object.keys(reads).length === 0 ? { run } : { run, reads: JSON.stringify(reads) }
}

/** Undefined where nobody of ours wrote it. */
export function headersIn(record: FetchedRecord): RecordHeaders | undefined {
  const run = record.header('run')
  if (run === undefined) return undefined
  return { run, reads: JSON.parse(record.header('reads') ?? '{}') as RecordHeaders['reads'] }
}

/** Decodes what was fetched of one topic, in order; loads schemas that are not known yet. */
export async function recordsOf(
  topic: Topic<unknown>,
  fetched: readonly FetchedRecord[],
  ids: SchemaIds,
  withPaths = false,
): Promise<PlacedRecord[]> {
  const records: PlacedRecord[] = []
  let reader: AvroReader | undefined
  let readerId = -1
  for (const found of fetched) {
    const { offset, timeMs, bytes, keyAt, keyEnd, valueAt, valueEnd } = found
    if (keyAt < 0 || valueAt < 0) {
      records.push({ key: null, value: null, timeMs, offset })
      continue
    }
    if (valueEnd - valueAt < wireHeaderBytes || bytes[valueAt] !== 0) {
      throw new PoisonRecordError(
        `${topic.name}: record ${offset} is not in the Confluent wire format`,
        { topic: topic.name, offset },
      )
    }
    const schemaId = bytes.readInt32BE(valueAt + 1)
    if (reader === undefined || schemaId !== readerId) {
      if (ids.readerOf(topic, schemaId) === undefined) await ids.load(topic, schemaId)
      reader = ids.readerOf(topic, schemaId) as AvroReader
      readerId = schemaId
    }
    const value = reader.decodeAt(bytes, valueAt + wireHeaderBytes, valueEnd)
    const key = bytes.toString('utf8', keyAt, keyEnd)
    const path = withPaths ? found.header(pathHeader) : undefined
    if (path === undefined) records.push({ key, value, timeMs, offset })
    else records.push({ key, value, timeMs, offset, path: JSON.parse(path) as ChainPath })
  }
  return records
}
