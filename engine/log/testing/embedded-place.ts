import type { Topic } from '../../core/topic.ts'
import type { Log } from '../log.ts'
import type { LogPlace, LogWriter, ReadRecord, WriterName } from './log-contract.ts'
import { numbers, orders, samples } from './sample-records.ts'

/** One place where an embedded log is kept, for one test. */
export interface EmbeddedPlace {
  /** Opens the log that is kept here, for a run that is named `the run`. */
  open(topics: readonly Topic<unknown>[], partitions: number): Log
  /** A view of it that shows what is committed and is closed behind the reading; left out where there is no other. */
  beside?(topics: readonly Topic<unknown>[], partitions: number): Log
  remove(): void
}

const topics = [samples, numbers, orders]
const partitions = 3

/** An embedded log as the contract of all logs sees it: each writer's commit is the commit of all. */
export async function placeOf(place: EmbeddedPlace, durable: boolean): Promise<LogPlace> {
  let log = place.open(topics, partitions)
  const writerOf = (on: Log, writer: WriterName): LogWriter => ({
    partitions: (topic) => on.partitions(topic),
    append: (topic, partition, record) => on.append(topic, partition, record, writer),
    commit: async (commit) => on.commit([{ ...commit, writer }]),
    abort: () => on.abort(),
    restore: () => on.restore(writer),
  })
  return {
    take: async (writer) => writerOf(log, writer),
    ...(durable
      ? { rival: async (writer) => writerOf(place.open(topics, partitions), writer) }
      : {}),
    read: async (topic, partition, from) => {
      const view = place.beside?.(topics, partitions) ?? log
      const read: ReadRecord[] = []
      for (let offset = from ?? view.start(topic, partition); ; ) {
        const records = view.read(topic, partition, offset, 1_000)
        if (records.length === 0) break
        for (const record of records) {
          const at = offset++
          read.push({ offset: at, record, headers: () => log.headers(topic, partition, at) })
        }
      }
      if (view !== log) await view.close()
      // In its own view there is also what is not committed yet, and has no headers.
      return view === log ? read.filter((one) => one.headers() !== undefined) : read
    },
    reopen: async () => {
      await log.close()
      log = place.open(topics, partitions)
    },
    remove: async () => {
      await log.close()
      place.remove()
    },
  }
}
