import type { ChainPath } from './chain-path.ts'

/** One record on its way through a task's graph. Immutable: operators make new ones. */
export interface Message<T> {
  readonly key: string
  readonly value: T
  /** Source clock at which it was emitted, UTC milliseconds. Event times are fields of the value. */
  readonly timeMs: number
}

/**
 * What a partition holds: messages, and heartbeats (null key, null value), which only move the
 * source clock of their partition.
 */
export interface LogRecord {
  readonly key: string | null
  readonly value: unknown
  readonly timeMs: number
  /** Where it stands, on a log whose offsets have gaps (Kafka's markers and aborted records). */
  readonly offset?: number
  /** How it came about, where a stage of a chain that was cut wrote it for another one. */
  readonly path?: ChainPath
}

export function heartbeat(timeMs: number): LogRecord {
  return { key: null, value: null, timeMs }
}
