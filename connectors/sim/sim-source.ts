import { setTimeout as sleep } from 'node:timers/promises'
import type { Source, SourceItem } from '../../engine/core/source.ts'
import { topics } from '../../schemas/topics.ts'
import type { SourceRecord } from '../files/source-record.ts'
import { syntheticMarket } from './synthetic-market.ts'

const dayMs = 86_400_000

export interface SimSourceOptions {
  readonly seed: number
  readonly symbols: readonly string[]
  /** Where simulated time begins: the same for everybody, so that a seed is a history. */
  readonly startMs: number
  /** Days that are replayed as 1m klines, as fast as it goes, before the market goes on live. */
  readonly historyDays: number
  /** Simulated time per wall-clock time of the live part. */
  readonly speed: number
  /** Ends the live part after so much simulated time; without it, it goes on. */
  readonly liveMs?: number
}

/** The synthetic market as a source: a history of klines, then live trades from the same prices. */
export function simSource(options: SimSourceOptions): Source {
  const { seed, symbols, startMs, historyDays, speed, liveMs } = options
  const liveFromMs = startMs + historyDays * dayMs
  return {
    id: `sim-${seed}-${startMs}-${historyDays}-${[...symbols].sort().join('-')}`,
    kind: 'sim',
    streams: 2,
    topics: [topics.ticks, topics.klines, topics.context],
    bounded: liveMs !== undefined,
    firstEventMs: startMs,
    async *read([historyDone = 0, liveDone = 0]) {
      const market = syntheticMarket({ seed, symbols, startMs })
      let skip = historyDone
      for (const chunk of liveDone > 0 ? [] : market.history(startMs, liveFromMs)) {
        const rest = chunk.slice(skip)
        skip -= chunk.length - rest.length
        if (rest.length > 0) yield rest.map((record) => toItem(record, 0))
      }
      let pass = liveDone
      let pace: ((eventMs: number) => Promise<void>) | undefined
      const untilMs = liveMs === undefined ? undefined : liveFromMs + liveMs
      for (const minute of market.live(liveFromMs, untilMs)) {
        const rest = minute.slice(pass)
        pass -= minute.length - rest.length
        for (const record of rest) {
          pace ??= pacer(record.eventMs, speed)
          await pace(record.eventMs)
          yield [toItem(record, 1)]
        }
      }
    },
  }
}

/** Holds back until an event's time has come, at a speed. */
function pacer(originMs: number, speed: number): (eventMs: number) => Promise<void> {
  const startedMs = performance.now()
  return async (eventMs) => {
    const waitMs = startedMs + (eventMs - originMs) / speed - performance.now()
    if (waitMs > 1) await sleep(waitMs)
  }
}

function toItem(record: SourceRecord, stream: number): SourceItem {
  return {
    kind: 'record',
    stream,
    topic: topics[record.topic],
    key: record.key,
    value: record.value,
    eventMs: record.eventMs,
    receiveMs: record.receiveMs,
  }
}
