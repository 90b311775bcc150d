import type { ContextPoint, Kline, Tick } from '../../schemas/contracts.generated.ts'

export type SourceTopic = 'ticks' | 'klines' | 'context'

/** One record of a source, before the ingest stamps it with the source clock. */
export interface SourceRecord {
  readonly topic: SourceTopic
  /** The symbol. */
  readonly key: string
  /** Trade time of a tick, close (open + interval) of a kline. */
  readonly eventMs: number
  readonly receiveMs: number | null
  readonly value: Tick | Kline | ContextPoint
}

/** A row that cannot be read: it goes to the dead letters and never throws the file away. */
export interface BadRow {
  readonly bad: true
  readonly reason: string
  /** Counted from 1, in the unpacked file. */
  readonly line: number
  readonly bytes: Buffer
}

/** What a file yields, in its order; positions count both kinds. */
export type SourceItem = SourceRecord | BadRow

export function isBadRow(item: SourceItem): item is BadRow {
  return 'bad' in item
}
