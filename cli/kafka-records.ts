import { partitionsOf, type Topic } from '../engine/core/topic.ts'
import type { FetchedRecord } from '../engine/log/kafka/fetch-response.ts'
import { headersIn, recordsOf } from '../engine/log/kafka/record-codec.ts'
import type { Place } from './data-folder.ts'
import type { KafkaApplication } from './kafka-application.ts'
import { type PlacedRecord, partitionsFor, type RecordsFlags } from './placed-record.ts'
import { visitPlace } from './reading.ts'

/** A topic's records as they lie on Kafka, with Kafka's offsets. */
export async function kafkaRecords(
  place: Extract<Place, { readonly log: 'kafka' }>,
  topic: Topic<unknown>,
  flags: RecordsFlags,
): Promise<readonly PlacedRecord[]> {
  const application = await visitPlace(place)
  try {
    const { partitions } = application.link.options
    const asked = partitionsFor(partitionsOf(topic, partitions), topic, flags.partition)
    const found = await Promise.all(
      asked.map((partition) => recordsFor(application, topic, partition, flags)),
    )
    return found.flat()
  } finally {
    await application.close()
  }
}

/** Reads stretch after stretch until there are enough: markers and heartbeats take offsets, and give nothing. */
async function recordsFor(
  { link }: KafkaApplication,
  topic: Topic<unknown>,
  partition: number,
  { offset, key, limit }: RecordsFlags,
): Promise<PlacedRecord[]> {
  const { names, ids } = link.options
  const name = names.topic(topic)
  const { start, end } = await link.fetcher.bounds(name, partition)
  const newest = offset === undefined
  const found: PlacedRecord[] = []
  let stretch = Math.max(leastStretch, 4 * limit)
  for (let edge = newest ? end : Math.max(offset, start); newest ? edge > start : edge < end; ) {
    const from = newest ? Math.max(start, edge - stretch) : edge
    const to = newest ? edge : Math.min(end, edge + stretch)
    const kept = (await link.fetcher.readKept(name, partition, from, to)).filter(
      (record) =>
        record.offset < to &&
        record.key !== null &&
        record.value !== null &&
        (key === undefined || record.key.toString() === key),
    )
    const wanted = newest ? kept.slice(found.length - limit) : kept.slice(0, limit - found.length)
    const records = await recordsOf(topic, wanted, ids)
    const placed = records.map((record, at) => ({
      topic: topic.name,
      partition,
      offset: record.offset as number,
      time: new Date(record.timeMs).toISOString(),
      key: record.key as string,
      value: record.value,
      headers: headersIn(wanted[at] as FetchedRecord),
    }))
    if (newest) found.unshift(...placed)
    else found.push(...placed)
    if (found.length >= limit) break
    edge = newest ? from : to
    stretch *= 2
  }
  return found
}

const leastStretch = 1_000
