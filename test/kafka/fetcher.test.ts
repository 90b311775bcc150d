import { setTimeout as sleep } from 'node:timers/promises'
import {
  CompressionTypes,
  type Kafka,
  type Message,
  type Producer,
  type Transaction,
} from 'kafkajs'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { kafkaClient } from '../../engine/log/kafka/client.ts'
import type { FetchedRecord } from '../../engine/log/kafka/fetch-response.ts'
import { Fetcher, type PartitionFeed } from '../../engine/log/kafka/fetcher.ts'
import {
  createTopic,
  freshName,
  haveKafka,
  startKafka,
  type TestKafka,
  whyNotKafka,
} from './broker.ts'

describe.skipIf(!haveKafka)(`fetching from Kafka${whyNotKafka}`, () => {
  let kafka: TestKafka
  let client: Kafka
  let plain: Producer
  let fetcher: Fetcher
  let topic: string
  const opened: Producer[] = []

  beforeAll(async () => {
    kafka = await startKafka()
    client = kafkaClient({ brokers: kafka.brokers }, 'tests', () => undefined)
    plain = client.producer()
    await plain.connect()
  }, 300_000)
  afterAll(async () => {
    await plain.disconnect()
    await kafka.stop()
  })
  beforeEach(async () => {
    topic = await createTopic(kafka.brokers, 'read', 3)
    fetcher = await Fetcher.connect(client, {
      bufferRecords: 5_000,
      waitMs: 100,
      onWarning: () => undefined,
    })
  })
  afterEach(async () => {
    await fetcher.close()
    for (const one of opened.splice(0)) await one.disconnect()
  })

  const transactional = async (): Promise<Producer> => {
    const fresh = client.producer({ transactionalId: freshName('writer'), idempotent: true })
    opened.push(fresh)
    await fresh.connect()
    return fresh
  }
  const transaction = async (): Promise<Transaction> => (await transactional()).transaction()
  const send = (to: Producer | Transaction, ...messages: readonly Message[]) =>
    to.send({ topic, messages: messages.map((one) => ({ partition: 0, ...one })) })
  /** Everything from the feed until it stands at `end`, else where the partition ends now. */
  const readToEnd = async (feed: PartitionFeed, wanted?: number): Promise<FetchedRecord[]> => {
    const end = wanted ?? (await fetcher.bounds(feed.topic, feed.partition)).end
    const all: FetchedRecord[] = []
    for (;;) {
      all.push(...feed.take())
      if (feed.failure !== undefined) throw feed.failure
      if (feed.nextOffset >= end && feed.buffered === 0) return all
      fetcher.fetch()
      await fetcher.arrival()
    }
  }
  const values = (records: readonly FetchedRecord[]): (string | undefined)[] =>
    records.map(({ value }) => value?.toString())

  test('gives keys, values, times and headers as they were written, nulls too', async () => {
    const written: Message[] = [
      { key: 'k', value: 'v', timestamp: '1735689600123', headers: { run: 'a', reads: '{}' } },
      { key: null, value: null, timestamp: '1735689600124', headers: { heartbeat: '1' } },
      { key: '', value: '', timestamp: '5' },
      { key: Buffer.alloc(300, 7), value: Buffer.alloc(200_000, 9), timestamp: '1735689600125' },
      { key: 'gone', value: null, timestamp: '1735689600126' },
    ]
    await send(plain, ...written)
    const records = await readToEnd(await fetcher.add(topic, 0, 0))
    expect(records.map(({ offset }) => offset)).toEqual([0, 1, 2, 3, 4])
    expect(records.map(({ timeMs }) => timeMs)).toEqual(
      written.map(({ timestamp }) => Number(timestamp)),
    )
    expect(records.map(({ key }) => key)).toEqual([
      Buffer.from('k'),
      null,
      Buffer.alloc(0),
      Buffer.alloc(300, 7),
      Buffer.from('gone'),
    ])
    expect(records.map(({ value }) => value)).toEqual([
      Buffer.from('v'),
      null,
      Buffer.alloc(0),
      Buffer.alloc(200_000, 9),
      null,
    ])
    const [first, second, third] = records as [FetchedRecord, FetchedRecord, FetchedRecord]
    expect([first.header('run'), first.header('reads')]).toEqual(['a', '{}'])
    expect(first.header('absent')).toBeUndefined()
    expect(second.header('heartbeat')).toBe('1')
    expect(third.header('run')).toBeUndefined()
  })

  test('begins within a batch, compressed or not', async () => {
    const messages = Array.from({ length: 50 }, (_, n) => ({ value: `${n}`, partition: 0 }))
    await plain.send({ topic, messages })
    await plain.send({ topic, messages, compression: CompressionTypes.GZIP })
    for (const from of [0, 17, 49, 50, 73, 99]) {
      const feed = await fetcher.add(topic, 0, from)
      const records = await readToEnd(feed)
      expect(records.map(({ offset }) => offset)).toEqual(
        Array.from({ length: 100 - from }, (_, n) => from + n),
      )
      expect(records[0]?.value?.toString()).toBe(`${from % 50}`)
      fetcher.remove(feed)
    }
  })

  test('gives two readers of one partition everything, each from its own offset on', async () => {
    const early = await fetcher.add(topic, 0, 0)
    await send(plain, ...Array.from({ length: 20 }, (_, n) => ({ value: `${n}` })))
    expect(values(await readToEnd(early))).toHaveLength(20)
    const late = await fetcher.add(topic, 0, 5)
    await send(plain, ...Array.from({ length: 20 }, (_, n) => ({ value: `${20 + n}` })))
    const [more, all] = await Promise.all([readToEnd(early), readToEnd(late)])
    expect(more.map(({ offset }) => offset)).toEqual(Array.from({ length: 20 }, (_, n) => 20 + n))
    expect(all.map(({ offset }) => offset)).toEqual(Array.from({ length: 35 }, (_, n) => 5 + n))
  })

  test('stands at the end where a partition ends in markers, or holds nothing but aborted records', async () => {
    const one = await transaction()
    await send(one, { value: 'never' })
    await one.abort()
    const feed = await fetcher.add(topic, 0, 0)
    // Markers are written behind the call that ended the transaction.
    expect(await readToEnd(feed, 2)).toEqual([])
    const two = await transaction()
    await send(two, { value: 'seen' })
    await two.commit()
    expect(values(await readToEnd(feed, 4))).toEqual(['seen'])
    expect(feed.nextOffset).toBe(4)
  })

  test('shows nothing of a transaction before it is committed', async () => {
    const open = await transaction()
    await send(open, { value: 'pending' })
    await send(plain, { value: 'behind it' })
    const feed = await fetcher.add(topic, 0, 0)
    await sleep(300)
    expect(feed.buffered).toBe(0)
    await open.commit()
    expect(values(await readToEnd(feed, 3))).toEqual(['pending', 'behind it'])
  })

  test('whatever is committed, aborted and interleaved: it gives what was committed', async () => {
    let seed = 11
    const next = (below: number): number => {
      seed = (seed * 48_271) % 2_147_483_647
      return seed % below
    }
    const producers = await Promise.all(
      Array.from({ length: 4 }, async () => {
        const producer = await transactional()
        return { producer, open: await producer.transaction(), mine: [] as string[] }
      }),
    )
    const expected: { value: string; at: number }[] = []
    const sentAt = new Map<string, number>()
    for (let n = 0; n < 300; n++) {
      const one = producers[next(4)] as (typeof producers)[number]
      const what = next(10)
      if (what < 7) {
        const value = `${n}`
        const [sent] = await send(one.open, {
          value,
          ...(next(3) === 0 ? { key: Buffer.alloc(4) } : {}),
        })
        sentAt.set(value, Number(sent?.baseOffset))
        one.mine.push(value)
      } else {
        if (what < 9) await one.open.commit()
        else await one.open.abort()
        if (what < 9) {
          for (const value of one.mine) expected.push({ value, at: sentAt.get(value) ?? -1 })
        }
        one.mine = []
        one.open = await one.producer.transaction()
      }
    }
    for (const { open } of producers) await open.abort()
    expected.sort((a, b) => a.at - b.at)
    await send(plain, { value: 'last' })
    expected.push({ value: 'last', at: Number.POSITIVE_INFINITY })
    const feed = await fetcher.add(topic, 0, 0)
    const records: FetchedRecord[] = []
    while (values(records).at(-1) !== 'last') records.push(...(await readToEnd(feed)))
    expect(values(records)).toEqual(expected.map(({ value }) => value))
    expect(records.slice(0, -1).map(({ offset }) => offset)).toEqual(
      expected.slice(0, -1).map(({ at }) => at),
    )
  })

  test('fetches no more of a partition whose buffer is full, and goes on when it was emptied', async () => {
    const messages = Array.from({ length: 40_000 }, (_, n) => ({
      value: `${n}`.padStart(200),
      partition: 1,
    }))
    for (let at = 0; at < messages.length; at += 4_000)
      await plain.send({ topic, messages: messages.slice(at, at + 4_000) })
    const feed = await fetcher.add(topic, 1, 0)
    await sleep(1_000)
    const held = feed.buffered
    expect(held).toBeGreaterThanOrEqual(5_000)
    expect(held).toBeLessThan(25_000)
    await sleep(300)
    expect(feed.buffered).toBe(held)
    const records = await readToEnd(feed)
    expect(records.map(({ offset }) => offset)).toEqual(messages.map((_, n) => n))
  })

  test('says which partition stands where nothing is kept', async () => {
    const feed = await fetcher.add(topic, 2, 77)
    await vi.waitFor(() => expect(feed.failure).toBeDefined(), { timeout: 20_000 })
    expect(feed.failure?.message).toBe(
      `${topic}/2: offset 77 is not kept: it is past its retention, or the topic was made anew`,
    )
    const absent = await fetcher.add(topic, 9, 0)
    await vi.waitFor(() => expect(absent.failure).toBeDefined(), { timeout: 20_000 })
    expect(absent.failure?.message).toContain('has no partition 9')
  })

  test('goes on where it stood when the broker was away', async ({ skip }) => {
    const { cluster } = kafka
    if (cluster === undefined) {
      skip('the brokers belong to somebody else')
      return
    }
    await send(plain, { value: 'before' })
    const feed = await fetcher.add(topic, 0, 0)
    expect(values(await readToEnd(feed))).toEqual(['before'])
    await cluster.killNode(1)
    await sleep(500)
    await cluster.startNode(1)
    await send(plain, { value: 'after' })
    expect(values(await readToEnd(feed))).toEqual(['after'])
  })
})
