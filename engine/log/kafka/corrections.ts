import type * as Kafkajs from 'kafkajs'
import { ConfigError } from '../../core/errors.ts'
import { type AbortedTransaction, AbortedTransactions } from './aborted.ts'
import {
  apisWithoutCommonVersion,
  type UsedApi,
  usedApis,
  type VersionRange,
} from './api-versions.ts'
import { correctCoordinatorSearch } from './coordinator-corrections.ts'
import { correctGroup, generationOf } from './group-corrections.ts'
import { correctedVersion, privateModule, require } from './private-module.ts'

/**
 * What kafkajs 2.2.4 gets wrong and nobody mends any more (its last release is of February 2023), put
 * right from outside, in its private files. It is loaded here and nowhere else, so that no client can be
 * made without the corrections.
 */

/** A record as kafkajs hands it about inside; more than its types tell. */
interface FetchedMessage {
  readonly offset: string
  readonly key: Buffer | null
  readonly isControlRecord?: boolean
  readonly batchContext: { readonly producerId: string; readonly inTransaction: boolean }
}

interface AbortedFilterInput {
  readonly messages: readonly FetchedMessage[]
  readonly abortedTransactions?: readonly AbortedTransaction[] | null
}

/** Under which membership a transactional id commits its offsets. */
const memberships = new Map<string, string>()

/**
 * From now on offsets that are committed under this transactional id are refused by the broker once
 * the member has left its group or the group has gone on to another generation.
 */
export function bindToMember(transactionalId: string, memberId: string): void {
  memberships.set(transactionalId, memberId)
}

export function unbind(transactionalId: string): void {
  memberships.delete(transactionalId)
}

/** Loads kafkajs, checks that it is what the corrections are for, and corrects it. */
export function correctedKafkajs(): typeof Kafkajs {
  corrected ??= correct()
  return corrected
}

let corrected: typeof Kafkajs | undefined

function correct(): typeof Kafkajs {
  const { version } = require('kafkajs/package.json') as { version: string }
  if (version !== correctedVersion) {
    throw new ConfigError(
      `kafkajs was ${version}; its corrections are for ${correctedVersion}: pin that version`,
    )
  }
  correctAbortedFilter()
  correctIdleTimer()
  correctGrouping()
  correctTxnOffsetCommit()
  correctGroup()
  correctCoordinatorSearch()
  checkBrokersVersions()
  return require('kafkajs') as typeof Kafkajs
}

/**
 * The broker tells aborted transactions in the order in which they ended; kafkajs takes them as ordered
 * by their first offset, one for each record, and takes any key of four zero bytes for an abort marker.
 * Aborted records got through.
 */
function correctAbortedFilter(): void {
  replaceModule('consumer/filterAbortedMessages', withoutAborted)
}

/** Puts a function of ours in the place of a module that is one, before any other module has asked for it. */
function replaceModule(name: string, ours: (input: never) => unknown): void {
  privateModule(name, (loaded) => typeof loaded === 'function' && loaded.length === 1)
  const cached = require.cache[require.resolve(`kafkajs/src/${name}`)]
  if (cached === undefined) throw new ConfigError(`kafkajs/src/${name} was not loaded as a module`)
  cached.exports = ours
}

export function withoutAborted({
  messages,
  abortedTransactions,
}: AbortedFilterInput): readonly FetchedMessage[] {
  if (abortedTransactions == null || abortedTransactions.length === 0) return messages
  const aborted = new AbortedTransactions(abortedTransactions)
  return messages.filter(({ offset, key, isControlRecord, batchContext }) => {
    const { producerId, inTransaction } = batchContext
    if (isControlRecord === true) {
      aborted.meetMarker(producerId, BigInt(offset), key)
      return true
    }
    return !(inTransaction && aborted.isAborted(producerId, BigInt(offset)))
  })
}

/** Without requests waiting there is nothing to check: kafkajs set a timer each millisecond all the same. */
function correctIdleTimer(): void {
  interface Queue {
    readonly prototype: {
      scheduleCheckPendingRequests(this: { readonly pending: readonly unknown[] }): void
    }
  }
  const { prototype } = privateModule(
    'network/requestQueue',
    (loaded) =>
      typeof (loaded as Queue | undefined)?.prototype?.scheduleCheckPendingRequests === 'function',
  ) as Queue
  const schedule = prototype.scheduleCheckPendingRequests
  prototype.scheduleCheckPendingRequests = function (): void {
    if (this.pending.length > 0) schedule.call(this)
  }
}

/** kafkajs copies all messages of a partition for each one more: a large commit took seconds. */
function correctGrouping(): void {
  replaceModule('producer/groupMessagesPerPartition', groupedByPartition)
}

interface GroupingInput {
  readonly topic: string
  readonly partitionMetadata: readonly unknown[]
  readonly messages: readonly Kafkajs.Message[]
  readonly partitioner: (input: {
    readonly topic: string
    readonly partitionMetadata: readonly unknown[]
    readonly message: Kafkajs.Message
  }) => number
}

function groupedByPartition({ topic, partitionMetadata, messages, partitioner }: GroupingInput): {
  readonly [partition: number]: readonly Kafkajs.Message[]
} {
  const groups: { [partition: number]: Kafkajs.Message[] } = {}
  if (partitionMetadata.length === 0) return groups
  for (const message of messages) {
    const partition = partitioner({ topic, partitionMetadata, message })
    const group = groups[partition]
    if (group === undefined) groups[partition] = [message]
    else group.push(message)
  }
  return groups
}

interface RequestVersions {
  versions: string[]
  protocol(options: { readonly version: number }): (payload: never) => unknown
}

/**
 * TxnOffsetCommit version 3 (KIP-447) tells the broker in which generation of its group the committer
 * is, so that a member which was put out of its group cannot commit. kafkajs stops at version 1.
 */
function correctTxnOffsetCommit(): void {
  const request = privateModule(
    'protocol/requests/txnOffsetCommit',
    (loaded) => (loaded as RequestVersions | undefined)?.versions?.join() === '0,1',
  ) as RequestVersions
  const known = request.protocol
  request.versions = ['0', '1', '3']
  request.protocol = ({ version }) => (version === 3 ? txnOffsetCommitV3 : known({ version }))
}

interface TxnOffsetCommitPayload {
  readonly transactionalId: string
  readonly groupId: string
  readonly producerId: string
  readonly producerEpoch: number
  readonly topics: readonly {
    readonly topic: string
    readonly partitions: readonly { readonly partition: number; readonly offset: string }[]
  }[]
}

interface Encoder {
  writeInt16(value: number): Encoder
  writeInt32(value: number): Encoder
  writeInt64(value: string): Encoder
  writeUVarInt(value: number): Encoder
  writeUVarIntBytes(value?: Buffer): Encoder
  writeUVarIntString(value: string | null): Encoder
  writeUVarIntArray(values: readonly Encoder[]): Encoder
}

interface Decoder {
  readInt16(): number
  readInt32(): number
  readUVarIntString(): string
  readUVarIntArray<T>(each: (decoder: Decoder) => T): T[]
  readTaggedFields(): void
}

interface CommittedTopic {
  readonly topic: string
  readonly partitions: readonly { readonly partition: number; readonly errorCode: number }[]
}

/** https://kafka.apache.org/protocol#The_Messages_TxnOffsetCommit, version 3: compact, with tagged fields. */
function txnOffsetCommitV3(payload: TxnOffsetCommitPayload): unknown {
  const EncoderClass = require('kafkajs/src/protocol/encoder') as new () => Encoder
  const DecoderClass = require('kafkajs/src/protocol/decoder') as new (raw: Buffer) => Decoder
  const apiKeys = require('kafkajs/src/protocol/requests/apiKeys') as { TxnOffsetCommit: number }
  const { failure, createErrorFromCode } = require('kafkajs/src/protocol/error') as {
    failure(code: number): boolean
    createErrorFromCode(code: number): Error
  }
  const noTags = (encoder: Encoder): Encoder => encoder.writeUVarIntBytes()
  const memberId = memberships.get(payload.transactionalId) ?? ''
  const generation = generationOf(memberId) ?? -1
  const partitionOf = (partition: number, offset: string): Encoder =>
    noTags(
      new EncoderClass()
        .writeInt32(partition)
        .writeInt64(offset)
        // No leader epoch.
        .writeInt32(-1)
        .writeUVarIntString(null),
    )
  return {
    request: {
      apiKey: apiKeys.TxnOffsetCommit,
      apiVersion: 3,
      apiName: 'TxnOffsetCommit',
      encode: async () =>
        noTags(
          // The request header's own tags come first.
          noTags(new EncoderClass())
            .writeUVarIntString(payload.transactionalId)
            .writeUVarIntString(payload.groupId)
            .writeInt64(payload.producerId)
            .writeInt16(payload.producerEpoch)
            .writeInt32(generation)
            .writeUVarIntString(memberId)
            // No group instance id.
            .writeUVarInt(0)
            .writeUVarIntArray(
              payload.topics.map(({ topic, partitions }) =>
                noTags(
                  new EncoderClass()
                    .writeUVarIntString(topic)
                    .writeUVarIntArray(
                      partitions.map(({ partition, offset }) => partitionOf(partition, offset)),
                    ),
                ),
              ),
            ),
        ),
    },
    response: {
      decode: async (raw: Buffer) => {
        const decoder = new DecoderClass(raw)
        decoder.readTaggedFields()
        const throttleMs = decoder.readInt32()
        const topics = decoder.readUVarIntArray((topic): CommittedTopic => {
          const name = topic.readUVarIntString()
          const partitions = topic.readUVarIntArray((each) => {
            const one = { partition: each.readInt32(), errorCode: each.readInt16() }
            each.readTaggedFields()
            return one
          })
          topic.readTaggedFields()
          return { topic: name, partitions }
        })
        return { throttleTime: 0, clientSideThrottleTime: throttleMs, topics }
      },
      parse: async (decoded: { readonly topics: readonly CommittedTopic[] }) => {
        for (const { partitions } of decoded.topics) {
          for (const { errorCode } of partitions)
            if (failure(errorCode)) throw createErrorFromCode(errorCode)
        }
        return decoded
      },
    },
  }
}

/** Each broker that a client connects to is asked at once whether it still speaks what the client does. */
function checkBrokersVersions(): void {
  interface Broker {
    readonly prototype: {
      apiVersions(this: { readonly brokerAddress: string }): Promise<BrokerVersions>
    }
  }
  interface BrokerVersions {
    readonly [apiKey: number]: { readonly minVersion: number; readonly maxVersion: number }
  }
  const { prototype } = privateModule(
    'broker/index',
    (loaded) => typeof (loaded as Broker | undefined)?.prototype?.apiVersions === 'function',
  ) as Broker
  const apiKeys = require('kafkajs/src/protocol/requests/apiKeys') as { [api in UsedApi]: number }
  const implemented = clientVersions()
  const ask = prototype.apiVersions
  prototype.apiVersions = async function (): Promise<BrokerVersions> {
    const versions = await ask.call(this)
    const offered = byApi((api) => {
      const range = versions[apiKeys[api]]
      return range && { min: range.minVersion, max: range.maxVersion }
    })
    const missing = apisWithoutCommonVersion(implemented, offered)
    if (missing.length > 0) {
      throw new ConfigError(
        `the broker at ${this.brokerAddress} has no version in common with this client of ${missing.join(', ')}; AlphaPulse works with Kafka 3.9 to 4.1`,
      )
    }
    return versions
  }
}

function clientVersions(): { readonly [api in UsedApi]: VersionRange } {
  const { requests } = privateModule(
    'protocol/requests/index',
    (loaded) => (loaded as { requests?: unknown } | undefined)?.requests !== undefined,
  ) as {
    readonly requests: { readonly [api in UsedApi]: { readonly versions: readonly string[] } }
  }
  return byApi((api) => {
    const versions = requests[api].versions.map(Number)
    return { min: Math.min(...versions), max: Math.max(...versions) }
  })
}

function byApi<T>(of: (api: UsedApi) => T): { readonly [api in UsedApi]: T } {
  return Object.fromEntries(usedApis.map((api) => [api, of(api)])) as { [api in UsedApi]: T }
}
