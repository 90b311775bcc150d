import { type DeadLetter, deadLetters } from '../core/dead-letter.ts'
import { Ingest } from '../core/ingest.ts'
import type { LogRecord } from '../core/message.ts'
import type { Source, SourceItem } from '../core/source.ts'
import { partitionOf } from '../core/topic.ts'
import type { Log } from '../log/log.ts'
import { MemoryLog } from '../log/memory.ts'
import { recordsOf, testIngest } from './engine-of.ts'
import { item, type ListedSourceOptions, listedSource, numberTopic } from './listed-source.ts'

export const ticks = numberTopic('ticks')
export const klines = numberTopic('klines')
export const topics = [ticks, klines]
export const minuteMs = 60_000
export const dayMs = 86_400_000
export const t0 = Date.UTC(2025, 0, 1)
export const partitions = 3

export const newLog = (): MemoryLog =>
  new MemoryLog({ topics: [...topics, deadLetters], partitions, roundtrip: true })
export const sourceOf = (
  items: readonly SourceItem[],
  more: Partial<ListedSourceOptions> = {},
): Source => listedSource({ topics, items, ...more })
export const ingestOf = (source: Source, log: Log): Ingest =>
  new Ingest(source, log, { ...testIngest, partitions })

/** Takes everything in, as an engine does. */
export async function takeAll(ingest: Ingest, itemsMax = 1_000): Promise<void> {
  while (await ingest.load()) ingest.step(itemsMax)
}

export async function logOf(items: readonly SourceItem[], more?: Partial<ListedSourceOptions>) {
  const log = newLog()
  await takeAll(ingestOf(sourceOf(items, more), log))
  return log
}

export function partitionRecords(log: Log, partition: number, topic = ticks): readonly LogRecord[] {
  const all: LogRecord[] = []
  for (;;) {
    const records = log.read(topic, partition, all.length, 1_000)
    if (records.length === 0) return all
    all.push(...records)
  }
}

export const everything = (log: Log): unknown =>
  [ticks, klines, deadLetters].map((topic) =>
    [0, 1, 2].map((partition) => partitionRecords(log, partition, topic as never)),
  )

/** Beats as ms behind t0. */
export const beats = (log: Log, partition = 0, topic = ticks): number[] =>
  partitionRecords(log, partition, topic)
    .filter(({ key }) => key === null)
    .map(({ timeMs }) => timeMs - t0)
export const stamps = (log: Log): [unknown, number][] =>
  recordsOf(log, ticks)
    .map(({ value, timeMs }): [unknown, number] => [value, timeMs - t0])
    .sort((a, b) => Number(a[0]) - Number(b[0]))
export const buried = (log: Log): string[] =>
  recordsOf(log, deadLetters).map(({ value }) => {
    const { rule, payload } = value as DeadLetter
    return `${rule} ${payload.toString()}`
  })

/** Keys of partitions 0, 1 and 2. */
export const keys = [0, 1, 2].map((partition) => {
  const key = Array.from({ length: 100 }, (_, at) => `S${at}`).find(
    (name) => partitionOf(name, partitions) === partition,
  )
  if (key === undefined) throw new RangeError(`no key for partition ${partition}`)
  return key
}) as [string, string, string]
export const tick = (afterMs: number, value: unknown = afterMs, key = keys[0]): SourceItem =>
  item(ticks, key, value, t0 + afterMs)
