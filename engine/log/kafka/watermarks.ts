import type { Message } from 'kafkajs'
import { TaskCorruptedError } from '../../core/errors.ts'
import type { FetchedRecord } from './fetch-response.ts'

/** Offsets behind the last record that a task wrote, by topic/partition. */
export type OutputEnds = { readonly [topicPartition: string]: number }

/** Nothing with time ≤ `watermarkMs` will follow from a task, once everything before its ends was read. */
export interface Watermark {
  readonly watermarkMs: number
  readonly ends: OutputEnds
}

/**
 * A task's watermark, as it goes into the transaction whose outputs it covers. Transactions become
 * visible partition by partition, so a reader who has met the watermark may not have met the outputs: it
 * says where they end.
 */
export function watermarkMessage(task: string, partition: number, watermark: Watermark): Message {
  const { watermarkMs, ends } = watermark
  return { partition, key: task, value: JSON.stringify({ watermarkMs, ends }) }
}

export function watermarkOf(record: Pick<FetchedRecord, 'offset' | 'value'>): Watermark {
  try {
    return JSON.parse(String(record.value)) as Watermark
  } catch (error) {
    throw new TaskCorruptedError(
      `the watermark at offset ${record.offset} cannot be read: ${(error as Error).message}`,
      {},
      error,
    )
  }
}

/** What one reader may believe of one task's watermarks: those whose outputs it has read. */
export class ReadWatermark {
  /** Nothing at or before this time is still to be read from the task. */
  watermarkMs = Number.NEGATIVE_INFINITY
  private readonly waiting: Watermark[] = []

  add(watermark: Watermark): void {
    this.waiting.push(watermark)
  }

  /** `readTo` gives how far a partition was read, or undefined for one that is not read here. */
  settle(readTo: (topicPartition: string) => number | undefined): void {
    for (;;) {
      const next = this.waiting[0]
      if (next === undefined) return
      for (const [name, end] of Object.entries(next.ends)) {
        const read = readTo(name)
        if (read !== undefined && read < end) return
      }
      this.watermarkMs = Math.max(this.watermarkMs, next.watermarkMs)
      this.waiting.shift()
    }
  }
}
