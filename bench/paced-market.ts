import { setTimeout as sleep } from 'node:timers/promises'
import type { SourceRecord } from '../connectors/files/source-record.ts'
import { syntheticMarket } from '../connectors/sim/synthetic-market.ts'
import type { Source, SourceItem } from '../engine/core/source.ts'
import { topics } from '../schemas/topics.ts'

export interface PacedMarketOptions {
  readonly symbols: number
  readonly historyDays: number
  /** Trades of the live part by real time, and source time by real time. */
  readonly ticksPerSecond: number
  readonly speed: number
  /** Called with the live items right before the ingest takes them. */
  readonly onGiven: (items: readonly SourceItem[]) => void
  /** Called when the history has been taken. */
  readonly onLive: () => void
}

export const marketStartMs = Date.UTC(2026, 0, 1)
const dayMs = 86_400_000
const turnMs = 5

/** A synthetic market: some days of klines as fast as they go, then trades at a steady rate, without end. */
export function pacedMarket(options: PacedMarketOptions): Source {
  const { symbols, historyDays, ticksPerSecond, speed, onGiven, onLive } = options
  const trades = Math.round((ticksPerSecond * 60) / speed / symbols)
  const market = syntheticMarket({
    seed: 1,
    symbols: Array.from({ length: symbols }, (_, at) => `COIN${at}USDT`),
    startMs: marketStartMs,
    tradesPerMinuteMin: trades,
    tradesPerMinuteMax: trades,
  })
  const liveFromMs = marketStartMs + historyDays * dayMs
  return {
    id: 'paced-market',
    kind: 'sim',
    streams: 2,
    topics: [topics.ticks, topics.klines, topics.context],
    bounded: false,
    firstEventMs: marketStartMs,
    async *read() {
      for (const chunk of market.history(marketStartMs, liveFromMs))
        yield chunk.map((record) => itemOf(record, 0))
      onLive()
      const startedMs = performance.now()
      for (const minute of market.live(liveFromMs)) {
        for (let at = 0; at < minute.length; ) {
          const nowMs = liveFromMs + (performance.now() - startedMs) * speed
          let end = at
          while (end < minute.length && (minute[end]?.eventMs ?? 0) <= nowMs) end++
          if (end === at) {
            await sleep(turnMs)
            continue
          }
          const items = minute.slice(at, end).map((record) => itemOf(record, 1))
          onGiven(items)
          yield items
          at = end
        }
      }
    },
  }
}

function itemOf(record: SourceRecord, stream: number): SourceItem {
  const { key, value, eventMs, receiveMs } = record
  return { kind: 'record', stream, topic: topics[record.topic], key, value, eventMs, receiveMs }
}
