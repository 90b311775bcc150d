import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Source, SourceItem } from '../../engine/core/source.ts'
import { topics } from '../../schemas/topics.ts'
import type { MarketFile } from './market-file.ts'
import { mergeByTime } from './merge-by-time.ts'
import { type SourceItem as FileItem, isBadRow } from './source-record.ts'

export interface ReplayOptions {
  /** Event time per wall-clock time; Infinity: as fast as it goes. */
  readonly speed: number
}

/** Files as a bounded source: merged by time, each at its own position. */
export function replaySource(files: readonly MarketFile[], { speed }: ReplayOptions): Source {
  const id = createHash('sha256')
    .update(files.map((file) => `${file.id} ${file.symbols.join(',')}`).join('\n'))
    .digest('hex')
    .slice(0, 32)
  return {
    id,
    kind: 'replay',
    streams: files.length,
    topics: [topics.ticks, topics.klines, topics.context],
    bounded: true,
    firstEventMs: Math.min(...files.map(({ firstEventMs }) => firstEventMs)),
    async *read(counts) {
      const pace = new Pace(speed)
      for await (const chunk of mergeByTime(files, counts)) {
        const items = chunk.items.map((item, at) => toItem(item, chunk.files[at] ?? 0, files))
        if (speed === Number.POSITIVE_INFINITY) yield items
        else yield* pace.slice(items)
      }
    },
  }
}

function toItem(item: FileItem, file: number, files: readonly MarketFile[]): SourceItem {
  if (isBadRow(item)) {
    return {
      kind: 'reject',
      stream: file,
      key: files[file]?.symbols[0] ?? '',
      rule: 'unreadable',
      reason: `${files[file]?.path ?? ''} line ${item.line}: ${item.reason}`,
      bytes: item.bytes,
    }
  }
  return {
    kind: 'record',
    stream: file,
    topic: topics[item.topic],
    key: item.key,
    value: item.value,
    eventMs: item.eventMs,
    receiveMs: item.receiveMs,
  }
}

/** Holds items back until their time has come, at a speed; what they hold does not change. */
class Pace {
  private readonly speed: number
  private originMs = Number.NaN
  private startedMs = 0

  constructor(speed: number) {
    this.speed = speed
  }

  async *slice(items: readonly SourceItem[]): AsyncGenerator<readonly SourceItem[]> {
    let from = 0
    for (let at = 0; at < items.length; at++) {
      const item = items[at]
      if (item?.kind !== 'record') continue
      if (Number.isNaN(this.originMs)) {
        this.originMs = item.eventMs
        this.startedMs = performance.now()
      }
      const dueMs = this.startedMs + (item.eventMs - this.originMs) / this.speed
      const waitMs = dueMs - performance.now()
      if (waitMs < leastWaitMs) continue
      if (at > from) yield items.slice(from, at)
      from = at
      await sleep(waitMs)
    }
    if (from < items.length) yield items.slice(from)
  }
}

/** Timers are no finer than this: shorter waits are made up by the next one. */
const leastWaitMs = 2
