import type { Source, SourceItem } from '../core/source.ts'
import type { Topic } from '../core/topic.ts'

/** A topic of plain numbers. */
export function numberTopic(name: string, more: Partial<Topic<number>> = {}): Topic<number> {
  return {
    name,
    schema: 'double',
    partitioning: 'key',
    retention: 'forever',
    digested: true,
    ...more,
  }
}

export interface ListedSourceOptions {
  readonly topics: readonly Topic<unknown>[]
  readonly items: readonly SourceItem[]
  /** Items that come at once. */
  readonly together?: number
  readonly id?: string
  readonly kind?: string
  readonly bounded?: boolean
  readonly firstEventMs?: number
}

/** A source that gives what is in a list. */
export function listedSource({
  topics,
  items,
  together = 3,
  ...more
}: ListedSourceOptions): Source {
  return {
    id: 'listed',
    kind: 'list',
    streams: 1,
    bounded: true,
    topics,
    ...more,
    async *read([taken = 0]) {
      const rest = items.slice(placeBehind(items, taken))
      for (let at = 0; at < rest.length; at += together) yield rest.slice(at, at + together)
    },
  }
}

/** Positions count records and rows that could not be read, neither beats nor bookmarks. */
function placeBehind(items: readonly SourceItem[], taken: number): number {
  let left = taken
  let at = 0
  for (; left > 0 && at < items.length; at++) {
    const { kind } = items[at] as SourceItem
    if (kind !== 'beat' && kind !== 'bookmark') left--
  }
  return at
}

/** A record as a file gives it: without a receive time. */
export function item(
  topic: Topic<unknown>,
  key: string,
  value: unknown,
  eventMs: number,
  receiveMs: number | null = null,
): SourceItem {
  return { kind: 'record', stream: 0, topic, key, value, eventMs, receiveMs }
}
