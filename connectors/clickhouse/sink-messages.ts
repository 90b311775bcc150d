import type { KafkaConnection } from '../../engine/log/kafka/client.ts'
import type { MembershipTimes } from '../../engine/log/kafka/membership.ts'
import type { RegistryConnection } from '../../engine/log/kafka/registry-address.ts'
import type { SinkEvent } from './sink-event.ts'
import type { SinkTarget } from './target.ts'

/** An application on a Kafka cluster, and how to reach it. */
export interface SinkCluster {
  readonly connection: KafkaConnection
  readonly registry: RegistryConnection
  /** First part of the names of its topics. */
  readonly app: string
  /** Of its topics that are keyed. */
  readonly partitions: number
  /** Of the group in which processes share what goes to a server. */
  readonly times: MembershipTimes
}

/** What the sink's process is started with. It comes by IPC: other users could read a command line. */
export interface SinkStart {
  readonly folder: string
  readonly target: SinkTarget
  /** Rows of a full batch. */
  readonly rowsMax: number
  /** Undefined: the log is that of the folder. */
  readonly cluster: SinkCluster | undefined
}

export type ToSink =
  | ({ readonly kind: 'start' } & SinkStart)
  | { readonly kind: 'sync'; readonly id: number }
  | { readonly kind: 'query'; readonly id: number; readonly sql: string; readonly format: string }
  | { readonly kind: 'stop' }

export type FromSink =
  /** There is a ClickHouse to open, or a server to wait for. */
  | { readonly kind: 'ready' }
  | { readonly kind: 'event'; readonly event: SinkEvent }
  /** A piece of an answer: small, so that none holds up the engine's event loop for long. */
  | { readonly kind: 'part'; readonly id: number; readonly bytes: Buffer }
  | { readonly kind: 'done'; readonly id: number }
  | { readonly kind: 'failed'; readonly id: number; readonly text: string }

export const partBytes = 1024 * 1024

/** Says to the parent that starting again will not help. */
export const exitForGood = 78
