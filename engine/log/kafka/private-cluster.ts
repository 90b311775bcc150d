import { createRequire } from 'node:module'
import type { Kafka } from 'kafkajs'
import { ConfigError } from '../../core/errors.ts'

const require = createRequire(import.meta.url)

/** A request of kafkajs's own protocol layer, with what decodes its answer. */
export interface ProtocolRequest<T> {
  readonly request: unknown
  readonly response: {
    decode(raw: Buffer): Promise<T>
    parse(decoded: T): Promise<T>
  }
  /** How long the broker may hold the answer back, beside the time-out. */
  readonly requestTimeout?: number
}

/** A connection to one broker. */
export interface PrivateBroker {
  readonly connectionPool: { send<T>(request: ProtocolRequest<T>): Promise<T> }
  connect(): Promise<void>
}

/**
 * The part of kafkajs below its consumers, which knows brokers and leaders. With it we fetch ourselves:
 * its consumers fetch nothing ahead, wait for the slowest partition, and reset a group that stands beyond
 * its topic by themselves.
 */
export interface PrivateCluster {
  connect(): Promise<void>
  disconnect(): Promise<void>
  refreshMetadata(): Promise<void>
  addMultipleTargetTopics(topics: readonly string[]): Promise<void>
  findLeaderForPartitions(
    topic: string,
    partitions: readonly number[],
  ): { readonly [nodeId: string]: readonly number[] }
  findBroker(node: { readonly nodeId: string }): Promise<PrivateBroker>
  fetchTopicsOffset(
    topics: readonly {
      readonly topic: string
      readonly partitions: readonly { readonly partition: number }[]
      readonly fromBeginning?: boolean
      readonly fromTimestamp?: number
    }[],
  ): Promise<
    readonly {
      readonly topic: string
      readonly partitions: readonly { readonly partition: number; readonly offset: string }[]
    }[]
  >
}

const expectedMethods = [
  'connect',
  'disconnect',
  'refreshMetadata',
  'addMultipleTargetTopics',
  'findLeaderForPartitions',
  'findBroker',
  'fetchTopicsOffset',
] as const

export const readCommitted = 1

/** A cluster of its own, reached as the client reaches it. */
export function privateCluster(client: Kafka): PrivateCluster {
  const create = Object.getOwnPropertySymbols(client).find(
    ({ description }) => description === 'private:Kafka:createCluster',
  )
  const make = create && (client as unknown as { [key: symbol]: unknown })[create]
  if (typeof make !== 'function') throw new ConfigError('kafkajs makes its clusters another way')
  const cluster = make({
    metadataMaxAge: 300_000,
    allowAutoTopicCreation: false,
    isolationLevel: readCommitted,
  }) as PrivateCluster
  for (const method of expectedMethods) {
    if (typeof cluster[method] !== 'function')
      throw new ConfigError(`kafkajs's cluster has no ${method}`)
  }
  return cluster
}

export interface FetchRange {
  readonly topic: string
  readonly partitions: readonly {
    readonly partition: number
    readonly fetchOffset: number
    readonly maxBytes: number
  }[]
}

export interface FetchLimits {
  /** How long the broker may wait for records where there are none. */
  readonly waitMs: number
  readonly maxBytes: number
}

/** A Fetch request of version 11, read-committed; its answer is decoded by `decode`. */
export function fetchRequest<T>(
  topics: readonly FetchRange[],
  { waitMs, maxBytes }: FetchLimits,
  decode: (raw: Buffer) => T,
): ProtocolRequest<T> {
  const requestV11 = require('kafkajs/src/protocol/requests/fetch/v11/request') as (
    options: object,
  ) => unknown
  return {
    request: requestV11({
      replicaId: -1,
      maxWaitTime: waitMs,
      minBytes: 1,
      maxBytes,
      topics: topics.map(({ topic, partitions }) => ({
        topic,
        partitions: partitions.map((one) => ({ ...one, fetchOffset: String(one.fetchOffset) })),
      })),
      isolationLevel: readCommitted,
    }),
    response: {
      decode: async (raw) => decode(raw),
      parse: async (decoded) => decoded,
    },
    requestTimeout: waitMs + 30_000,
  }
}

const retryMs = 100

/** A leader that is new, or a broker that is coming back, is asked again for a while: each time after 100 ms. */
export async function askAgain<T>(
  cluster: PrivateCluster,
  attemptsMax: number,
  ask: () => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await ask()
    } catch (error) {
      if (attempt === attemptsMax || (error as { retriable?: boolean }).retriable !== true)
        throw error
      await new Promise((resolve) => setTimeout(resolve, retryMs))
      await cluster.refreshMetadata()
    }
  }
}

/** The error behind one of Kafka's error codes. */
export function errorOfCode(code: number): Error & { readonly type?: string } {
  const { createErrorFromCode } = require('kafkajs/src/protocol/error') as {
    createErrorFromCode(code: number): Error & { readonly type?: string }
  }
  return createErrorFromCode(code)
}
