import { Command } from 'commander'
import { ConfigError } from '../../engine/core/errors.ts'
import type { Topic } from '../../engine/core/topic.ts'
import type { Log } from '../../engine/log/log.ts'
import { findPlace, type Place, withPlace } from '../data-folder.ts'
import { kafkaRecords } from '../kafka-records.ts'
import { offsetNumber, wholeNumber } from '../options.ts'
import { type PlacedRecord, partitionsFor, type RecordsFlags } from '../placed-record.ts'
import { allTopics, openForReading } from '../reading.ts'

export function recordsCommand(): Command {
  return withPlace(new Command('records'))
    .description(
      "print a topic's records, one JSON object a line: place, time, key, value, headers",
    )
    .argument('<topic>', 'signals, outcomes, weights …; `alphapulse topology` shows them all')
    .option('--partition <n>', 'only this partition', offsetNumber)
    .option('--offset <n>', 'from here on; the newest ones where it is left out', offsetNumber)
    .option('--key <key>', 'only records under this key')
    .option('--limit <n>', 'records of each partition at most', wholeNumber, 10)
    .action(async (name: string, flags: RecordsFlags) => {
      const place = findPlace(flags)
      const topic = allTopics.find((one) => one.name === name && one.retention !== 'none')
      if (topic === undefined) {
        const kept = allTopics.filter(({ retention }) => retention !== 'none')
        const known = kept.map((one) => one.name).join(', ')
        throw new ConfigError(`there is no topic '${name}'; there are ${known}`)
      }
      const records =
        place.log === 'kafka'
          ? await kafkaRecords(place, topic, flags)
          : await folderRecords(place, topic, flags)
      for (const record of records) console.log(JSON.stringify(record, sayable))
    })
}

async function folderRecords(
  place: Place,
  topic: Topic<unknown>,
  flags: RecordsFlags,
): Promise<readonly PlacedRecord[]> {
  const log = await openForReading(place)
  try {
    return partitionsFor(log.partitions(topic), topic, flags.partition).flatMap((partition) =>
      recordsFor(log, topic, partition, flags),
    )
  } finally {
    await log.close()
  }
}

function recordsFor(
  log: Log,
  topic: Topic<unknown>,
  partition: number,
  { offset, key, limit }: RecordsFlags,
): PlacedRecord[] {
  const start = log.start(topic, partition)
  const end = log.end(topic, partition)
  const found: PlacedRecord[] = []
  const wanted = (at: number): PlacedRecord | undefined => {
    const record = log.read(topic, partition, at, 1)[0]
    // A heartbeat moves the clock and says nothing else.
    if (record === undefined || record.key === null) return undefined
    if (key !== undefined && record.key !== key) return undefined
    return {
      topic: topic.name,
      partition,
      offset: at,
      time: new Date(record.timeMs).toISOString(),
      key: record.key,
      value: record.value,
      headers: log.headers(topic, partition, at),
    }
  }
  const newest = offset === undefined
  for (
    let at = newest ? end - 1 : Math.max(offset, start);
    found.length < limit && at >= start && at < end;
    at += newest ? -1 : 1
  ) {
    const record = wanted(at)
    if (record !== undefined) found.push(record)
  }
  return newest ? found.reverse() : found
}

/** Bytes as base64; JSON has no word for them. */
function sayable(this: Record<string, unknown>, name: string, value: unknown): unknown {
  const raw = this[name]
  return Buffer.isBuffer(raw) ? raw.toString('base64') : value
}
