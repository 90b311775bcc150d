import type { KafkaEngineOptions } from '../engine/log/kafka/kafka-engine.ts'
import type { Config } from './config.ts'

/** Others wait for a task when a minute's grace has passed, and when the desk's time for it is over. */
export function deadlinesOf({ candles, desk }: Config): KafkaEngineOptions['deadlines'] {
  return { everyMs: 60_000, atMs: [candles.grace, candles.grace + desk.latency - 1] }
}
