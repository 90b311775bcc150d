import type { ConnectionOptions } from 'node:tls'
import type { Kafka, KafkaConfig, LogEntry, SASLOptions } from 'kafkajs'
import { correctedKafkajs } from './corrections.ts'

/** How to reach a cluster. Secrets stay in it: nothing of it is ever printed. */
export interface KafkaConnection {
  /** host:port of some of its brokers. */
  readonly brokers: readonly string[]
  readonly tls?: ConnectionOptions | true
  readonly sasl?: SASLOptions
}

/** What `kafkaClient` makes; outside of this folder it is only handed on. */
export type KafkaClient = Kafka

/** Called with what kafkajs has to complain of. */
export type OnWarning = (text: string) => void

/**
 * Retries soon: a transaction right behind another meets CONCURRENT_TRANSACTIONS until the markers of
 * the first are written, a few milliseconds; with kafkajs's default of 300 ms every commit cost that.
 */
export const retry = {
  initialRetryTime: 5,
  multiplier: 1.5,
  maxRetryTime: 500,
  factor: 0.2,
  /** All together about fifteen seconds: as long as a broker takes to come back. */
  retries: 40,
} as const

/** A corrected client; nobody else makes one. */
export function kafkaClient(
  connection: KafkaConnection,
  clientId: string,
  onWarning: OnWarning,
): Kafka {
  const kafkajs = correctedKafkajs()
  const config: KafkaConfig = {
    clientId,
    brokers: [...connection.brokers],
    connectionTimeout: 3_000,
    requestTimeout: 30_000,
    retry,
    logLevel: kafkajs.logLevel.WARN,
    logCreator: () => (entry) => {
      if (!isKnown(entry.log.message)) onWarning(warningOf(entry))
    },
  }
  if (connection.tls !== undefined) config.ssl = connection.tls
  if (connection.sasl !== undefined) config.sasl = connection.sasl
  return new kafkajs.Kafka(config)
}

/** An answer that is tried again, or thrown to us anyway; and that our retries are limited, which we mean. */
function isKnown(message: string): boolean {
  return (
    message.startsWith('Response ') ||
    message.startsWith('Limiting retries') ||
    // Whoever runs the consumer, or the producer, is told of it too, and says what comes of it.
    message.startsWith('Crash: ') ||
    message.startsWith('Producer attempted an operation with an old epoch') ||
    // What each process that comes or goes leads to.
    message.startsWith('The group is rebalancing') ||
    // The markers of the transaction before are still being written: it is sent again at once.
    message.includes('another concurrent operation on the same transaction')
  )
}

/** One line; a stack or a payload could hold what must not be told. */
function warningOf({ namespace, log }: LogEntry): string {
  const { message } = log
  const broker = typeof log.broker === 'string' ? ` (${log.broker})` : ''
  return `kafka ${namespace}: ${message}${broker}`
}
