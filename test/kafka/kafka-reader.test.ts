import type { Kafka, Message, Producer, Transaction } from 'kafkajs'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { TaskCorruptedError } from '../../engine/core/errors.ts'
import { heartbeat, type LogRecord } from '../../engine/core/message.ts'
import type { Topic } from '../../engine/core/topic.ts'
import { kafkaClient } from '../../engine/log/kafka/client.ts'
import { KafkaReader } from '../../engine/log/kafka/kafka-reader.ts'
import { KafkaNames } from '../../engine/log/kafka/names.ts'
import { messageOf } from '../../engine/log/kafka/record-codec.ts'
import {
  createTopic,
  freshName,
  haveKafka,
  startKafka,
  type TestKafka,
  whyNotKafka,
} from './broker.ts'
import { listedIds } from './chain-on-kafka.ts'

const limits = { recordsMax: 1_000, bytesMax: 1_000_000 }
/** Markers have the time of the broker, and one that is a week later begins another segment. */
const nowMs = Date.now()
const record = (n: number): LogRecord => ({ key: `key-${n}`, value: { n }, timeMs: nowMs + n * 10 })

describe.skipIf(!haveKafka)(`reading partitions of Kafka on demand${whyNotKafka}`, () => {
  let kafka: TestKafka
  let client: Kafka
  let topic: Topic<unknown>
  let reader: KafkaReader
  const opened: Producer[] = []

  beforeAll(async () => {
    kafka = await startKafka()
    client = kafkaClient({ brokers: kafka.brokers }, 'tests', () => undefined)
  }, 300_000)
  afterAll(() => kafka.stop())

  beforeEach(async () => {
    const name = await createTopic(kafka.brokers, 'counts', 2)
    topic = {
      name,
      partitioning: 'key',
      retention: 'forever',
      digested: true,
      schema: { type: 'record', name: 'Count', fields: [{ name: 'n', type: 'long' }] },
    }
    reader = await open()
  })
  afterEach(async () => {
    await reader.close()
    for (const one of opened.splice(0)) await one.disconnect()
  })

  const open = (): Promise<KafkaReader> =>
    KafkaReader.connect({
      client,
      names: new KafkaNames(''),
      ids: listedIds([topic]),
      partitions: [0, 1].map((partition) => ({ topic, partition })),
    })
  const begin = async (): Promise<Transaction> => {
    const producer = client.producer({ transactionalId: freshName('writer'), idempotent: true })
    opened.push(producer)
    await producer.connect()
    return producer.transaction()
  }
  const send = (to: Transaction, partition: number, ...records: readonly LogRecord[]) => {
    const ids = listedIds([topic])
    const messages = records.map((one): Message => messageOf(topic, partition, one, ids))
    return to.send({ topic: topic.name, messages })
  }
  const commit = async (partition: number, ...records: readonly LogRecord[]): Promise<void> => {
    const transaction = await begin()
    await send(transaction, partition, ...records)
    await transaction.commit()
  }
  /** The markers of a commit are written behind its answer. */
  const ends = async (partition: number, end: number): Promise<void> => {
    await expect
      .poll(async () => {
        await reader.refresh()
        return reader.end(topic, partition)
      })
      .toBe(end)
  }

  test('gives committed records with their offsets, holes where markers and aborted ones are', async () => {
    await commit(0, record(0), heartbeat(5), record(2))
    const aborted = await begin()
    await send(aborted, 0, record(9), record(9))
    await aborted.abort()
    await commit(0, record(7))
    await ends(0, 9)
    const all = [
      { ...record(0), offset: 0 },
      { ...heartbeat(5), offset: 1 },
      { ...record(2), offset: 2 },
      { ...record(7), offset: 7 },
    ]
    expect(await reader.read(topic, 0, 0, limits)).toMatchObject({ start: 0, records: all, end: 9 })
    expect(await reader.read(topic, 0, 3, limits)).toMatchObject({
      start: 3,
      records: all.slice(3),
      end: 9,
    })
    for (const [recordsMax, end] of [
      [1, 1],
      [2, 2],
      [3, 7],
      [4, 9],
    ] as const) {
      const read = await reader.read(topic, 0, 0, { ...limits, recordsMax })
      expect(read).toMatchObject({ records: all.slice(0, recordsMax), end })
    }
    expect(await reader.read(topic, 0, 8, limits)).toMatchObject({ start: 8, records: [], end: 9 })
    expect(await reader.read(topic, 0, 9, limits)).toMatchObject({ start: 9, records: [], end: 9 })
  })

  test('does not go beyond a transaction that is open, and sees what was committed after a refresh', async () => {
    await commit(1, record(1))
    await ends(1, 2)
    const pending = await begin()
    await send(pending, 1, record(2))
    await commit(1, record(3))
    await reader.refresh()
    expect(reader.end(topic, 1)).toBe(2)
    expect((await reader.read(topic, 1, 0, limits)).records).toEqual([{ ...record(1), offset: 0 }])
    await pending.commit()
    await ends(1, 6)
    expect((await reader.read(topic, 1, 1, limits)).records).toEqual([
      { ...record(2), offset: 2 },
      { ...record(3), offset: 3 },
    ])
    expect(reader.end(topic, 0)).toBe(0)
  })

  test('reads on over several answers until it has the bytes that were asked for', async () => {
    const many = Array.from({ length: 3_000 }, (_, n) => record(n))
    for (let at = 0; at < many.length; at += 500) await commit(0, ...many.slice(at, at + 500))
    await ends(0, 3_006)
    const bytesOf = { recordsMax: 10_000, bytesMax: 10_000 }
    const some = await reader.read(topic, 0, 0, bytesOf)
    expect(some.records.length).toBeGreaterThan(1_000)
    expect(some.records.length).toBeLessThan(2_000)
    const rest = await reader.read(topic, 0, some.end, { ...bytesOf, bytesMax: 1_000_000 })
    expect([...some.records, ...rest.records].map(({ timeMs }) => timeMs)).toEqual(
      many.map(({ timeMs }) => timeMs),
    )
  })

  test('tells records apart by their hash, where there is one', async () => {
    await commit(0, record(1), record(2), heartbeat(30))
    await commit(1, record(1))
    await ends(0, 4)
    await ends(1, 2)
    const { hash, records } = await reader.read(topic, 0, 0, limits)
    expect(await Promise.all(records.map(({ offset }) => reader.hashOf(topic, 0, offset)))).toEqual(
      [0, 1, 2].map(hash),
    )
    expect(new Set([0, 1, 2].map(hash)).size).toBe(3)
    expect(await reader.hashOf(topic, 1, 0)).toBe(hash(0))
    expect(await reader.hashOf(topic, 0, 3)).toBeUndefined()
    expect(await reader.hashOf(topic, 0, 9)).toBeUndefined()
  })

  test('goes on at the oldest record kept, and says which records are gone', async () => {
    await commit(0, ...[0, 1, 2, 3, 4].map(record))
    await commit(0, record(6))
    await ends(0, 8)
    const admin = client.admin()
    await admin.connect()
    await admin.fetchTopicMetadata({ topics: [topic.name] })
    const partitions = [{ partition: 0, offset: '3' }]
    await admin.deleteTopicRecords({ topic: topic.name, partitions })
    await admin.disconnect()
    const read = await reader.read(topic, 0, 1, { ...limits, recordsMax: 2 })
    const kept = [3, 4].map((n) => ({ ...record(n), offset: n }))
    expect(read).toMatchObject({ start: 3, records: kept, end: 6 })
    expect(await reader.hashOf(topic, 0, 1)).toBeUndefined()
  })

  test('refuses an offset that its topic never had', async () => {
    await commit(0, record(1))
    await ends(0, 2)
    const other = await open()
    await other.refresh()
    const admin = client.admin()
    await admin.connect()
    await admin.deleteTopics({ topics: [topic.name] })
    // A broker that is busy still has the topic for a moment.
    const again = { topics: [{ topic: topic.name, numPartitions: 2 }] }
    await expect.poll(() => admin.createTopics(again), { timeout: 20_000 }).toBe(true)
    await admin.disconnect()
    await expect(other.read(topic, 0, 1, limits)).rejects.toThrow(TaskCorruptedError)
    await other.close()
  })
})
