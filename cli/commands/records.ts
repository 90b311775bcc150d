import { Command } from 'commander'
import { ConfigError } from '../../engine/core/errors.ts'
import type { Topic } from '../../engine/core/topic.ts'
import type { Log, RecordHeaders } from '../../engine/log/log.ts'
import { findFolder } from '../data-folder.ts'
import { offsetNumber, wholeNumber } from '../options.ts'
import { openForReading } from '../reading.ts'

interface RecordsFlags {
  readonly dataDir?: string
  readonly partition?: number
  readonly offset?: number
  readonly key?: string
  readonly limit: number
}

/** A record as it stands in the log, with its place and its headers. */
interface PlacedRecord {
  readonly topic: string
  readonly partition: number
  readonly offset: number
  readonly time: string
  readonly key: string
  readonly value: unknown
  readonly headers: RecordHeaders | undefined
}

export function recordsCommand(): Command {
  return new Command('records')
    .description(
      "print a topic's records, one JSON object a line: place, time, key, value, headers",
    )
    .argument('<topic>', 'signals, outcomes, weights …; `alphapulse topology` shows them all')
    .option('--data-dir <folder>', 'the data folder; the one used last where it is left out')
    .option('--partition <n>', 'only this partition', offsetNumber)
    .option('--offset <n>', 'from here on; the newest ones where it is left out', offsetNumber)
    .option('--key <key>', 'only records under this key')
    .option('--limit <n>', 'records of each partition at most', wholeNumber, 10)
    .action(async (name: string, flags: RecordsFlags) => {
      const log = await openForReading(findFolder(flags.dataDir))
      try {
        const topic = log.topics.find((one) => one.name === name)
        if (topic === undefined) {
          const known = log.topics.map((one) => one.name).join(', ')
          throw new ConfigError(`there is no topic '${name}'; there are ${known}`)
        }
        for (const partition of partitionsFor(log, topic, flags.partition)) {
          for (const record of recordsFor(log, topic, partition, flags))
            console.log(JSON.stringify(record, sayable))
        }
      } finally {
        await log.close()
      }
    })
}

function partitionsFor(log: Log, topic: Topic<unknown>, only: number | undefined): number[] {
  const count = log.partitions(topic)
  if (only !== undefined && only >= count) {
    throw new ConfigError(`--partition was ${only}; ${topic.name} has ${count} here, from 0 on`)
  }
  return only === undefined ? Array.from({ length: count }, (_, partition) => partition) : [only]
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
