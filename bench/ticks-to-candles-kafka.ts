import type { Kafka, Message } from 'kafkajs'
import { Engine } from '../engine/core/engine.ts'
import { codecOf } from '../engine/log/avro-codec.ts'
import { kafkaClient } from '../engine/log/kafka/client.ts'
import { deadlineBehind } from '../engine/log/kafka/kafka-engine.ts'
import { TaskRunner } from '../engine/log/kafka/task-runner.ts'
import { MemoryLog } from '../engine/log/memory.ts'
import { recordsOf } from '../engine/log/records-of.ts'
import type { Tick } from '../schemas/contracts.generated.ts'
import { topics } from '../schemas/topics.ts'
import { createTopic, freshName, startKafka } from '../test/kafka/broker.ts'
import { ChainOnKafka } from '../test/kafka/chain-on-kafka.ts'
import { candleTopology } from './candle-topology.ts'
import type { Figure } from './figure.ts'
import { fillTicks, ingestLimits } from './fill-ticks.ts'
import { plainCandles } from './plain-candles.ts'
import { syntheticTrades, tradeSource } from './trades.ts'

const tradeCount = 500_000

/**
 * Ticks that lie on a broker to candles on it, exactly once, by one task; beside it a loop on bare kafkajs
 * that reads the same records, decodes them, folds minutes and writes as many bytes without transactions.
 */
export async function ticksToCandlesKafka(): Promise<readonly Figure[]> {
  const kafka = await startKafka()
  try {
    const client = kafkaClient({ brokers: kafka.brokers }, 'bench', () => undefined)
    const chain = new ChainOnKafka(kafka.brokers, candleTopology, 1)
    await chain.createTopics()
    const trades = syntheticTrades(tradeCount)
    const endMs = await fillTicks(chain, trades)
    const bare = await bareLoop(client, chain, await candleMessages(trades))
    const value = await exactlyOnce(chain, endMs)
    const ratioTo = 'a bare kafkajs loop without transactions on the same records'
    return [
      { name: 'ticks-to-candles-kafka', value, unit: 'ticks/s', ratio: value / bare, ratioTo },
    ]
  } finally {
    await kafka.stop()
  }
}

const sizes = { batch: 4_096, commitEvents: 50_000, commitMs: 200 }

async function exactlyOnce(chain: ChainOnKafka, endMs: number): Promise<number> {
  const link = await chain.link()
  const [spec] = candleTopology.subTopologies
  if (spec === undefined) throw new Error('the candle topology has no sub-topology')
  const startedMs = performance.now()
  const deadlines = { everyMs: 60_000, atMs: [2_000, 3_999] }
  const runner = await TaskRunner.start({
    link,
    spec,
    partition: 0,
    hops: new Set(),
    tasksOf: () => 1,
    ...sizes,
    deadlineBehind: (timeMs) => deadlineBehind(timeMs, deadlines),
    onCommit: (one) => {
      if (one.committedWatermarkMs >= endMs - 1) one.stop()
    },
  })
  await runner.run()
  const rate = (tradeCount * 1_000) / (performance.now() - startedMs)
  await link.close()
  return rate
}

/** The candles that come of the trades, as they go over the wire. */
async function candleMessages(trades: readonly Tick[]): Promise<Message[]> {
  const log = new MemoryLog({ topics: candleTopology.topics, partitions: 1 })
  const source = tradeSource(trades)
  const engine = new Engine({
    topology: candleTopology,
    log,
    partitions: 1,
    source,
    ingest: ingestLimits,
    ...sizes,
    commitMs: 60_000,
  })
  await engine.run()
  const codec = codecOf(topics.candles)
  return [...recordsOf(log, topics.candles)].map(({ key, value, timeMs }) => ({
    key,
    value: codec.encodeWire(1, value),
    timestamp: String(timeMs),
    partition: 0,
  }))
}

/** Reads, decodes, folds, and writes the same candles in step with what was read. */
async function bareLoop(
  client: Kafka,
  chain: ChainOnKafka,
  candles: readonly Message[],
): Promise<number> {
  const consumer = client.consumer({ groupId: freshName('bare') })
  const producer = client.producer()
  await Promise.all([consumer.connect(), producer.connect()])
  await consumer.subscribe({ topics: [chain.names.topic(topics.ticks)], fromBeginning: true })
  const codec = codecOf(topics.ticks)
  const output = await createTopic(chain.brokers, 'bare', 1)
  let read = 0
  let written = 0
  let startedMs = Number.NaN
  await new Promise<void>((resolve) => {
    void consumer.run({
      autoCommit: false,
      eachBatch: async ({ batch }) => {
        if (Number.isNaN(startedMs)) startedMs = performance.now()
        const trades: Tick[] = []
        for (const { value } of batch.messages)
          if (value !== null) trades.push(codec.decodeAt(value, 5) as Tick)
        plainCandles(trades)
        read += trades.length
        const until = Math.floor((candles.length * read) / tradeCount)
        if (until > written) {
          await producer.send({ topic: output, messages: candles.slice(written, until) })
          written = until
        }
        if (read >= tradeCount) resolve()
      },
    })
  })
  const rate = (tradeCount * 1_000) / (performance.now() - startedMs)
  await Promise.all([consumer.disconnect(), producer.disconnect()])
  return rate
}
