import type { Topic } from './topic.ts'

/** One record as an edge gives it, before it is stamped. */
export interface SourceRecord {
  readonly kind: 'record'
  /** Which of the source's streams it came from; positions are counted by stream. */
  readonly stream: number
  readonly topic: Topic<unknown>
  readonly key: string
  readonly value: unknown
  readonly eventMs: number
  /** When it was received; null where the source does not know, as in most files. */
  readonly receiveMs: number | null
}

/** A row that could not be read; it goes to the dead letters. */
export interface SourceReject {
  readonly kind: 'reject'
  readonly stream: number
  readonly key: string
  readonly rule: string
  readonly reason: string
  readonly bytes: Buffer
}

/** The world's clock moved and nothing happened. */
export interface SourceBeat {
  readonly kind: 'beat'
  readonly clockMs: number
}

/**
 * How far the source has come with something that counts do not tell, such as the last trade of a symbol: plain data, kept under a name with
 * the commit that covers the items before it, and given back at the next start. A later one of the same name takes its place; null forgets it.
 */
export interface SourceBookmark {
  readonly kind: 'bookmark'
  readonly name: string
  readonly value: unknown
}

export type SourceItem = SourceRecord | SourceReject | SourceBeat | SourceBookmark

export type Bookmarks = { readonly [name: string]: unknown }

/**
 * Where records enter. `read` starts behind the items that are counted in `counts`, one count per
 * stream, so that a restart goes on where the last commit stood; `bookmarks` are those of that commit.
 */
export interface Source {
  /** Names what is read; a folder remembers how far it has read each id. */
  readonly id: string
  /** What kind of source it is; a data folder belongs to one kind. */
  readonly kind: string
  readonly streams: number
  /** Every topic it may write; each gets heartbeats. */
  readonly topics: readonly Topic<unknown>[]
  /** True when it ends: then the ingest closes the time of the last minute. */
  readonly bounded: boolean
  /** Earliest event time, where that is known; a source older than the folder's clock is refused. */
  readonly firstEventMs?: number
  read(counts: readonly number[], bookmarks: Bookmarks): AsyncIterable<readonly SourceItem[]>
}
