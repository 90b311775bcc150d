import { ConfigError } from '../engine/core/errors.ts'
import type { Topic } from '../engine/core/topic.ts'
import type { RecordHeaders } from '../engine/log/log.ts'
import type { PlaceFlags } from './data-folder.ts'

export interface RecordsFlags extends PlaceFlags {
  readonly partition?: number
  readonly offset?: number
  readonly key?: string
  readonly limit: number
}

/** A record as it stands in the log, with its place and its headers. */
export interface PlacedRecord {
  readonly topic: string
  readonly partition: number
  readonly offset: number
  readonly time: string
  readonly key: string
  readonly value: unknown
  readonly headers: RecordHeaders | undefined
}

/** The partitions that are asked for. */
export function partitionsFor(
  count: number,
  topic: Topic<unknown>,
  only: number | undefined,
): number[] {
  if (only !== undefined && only >= count) {
    throw new ConfigError(`--partition was ${only}; ${topic.name} has ${count} here, from 0 on`)
  }
  return only === undefined ? Array.from({ length: count }, (_, partition) => partition) : [only]
}
