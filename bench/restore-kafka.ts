import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Kafka } from 'kafkajs'
import { Checkpoints } from '../engine/log/kafka/checkpoints.ts'
import { kafkaClient } from '../engine/log/kafka/client.ts'
import type { ClusterLink } from '../engine/log/kafka/cluster-link.ts'
import type { KafkaObserver } from '../engine/log/kafka/kafka-metrics.ts'
import { TaskRunner } from '../engine/log/kafka/task-runner.ts'
import { encodeState } from '../engine/state/codec.ts'
import type { StoreChange } from '../engine/state/store.ts'
import { freshName, startKafka } from '../test/kafka/broker.ts'
import { ChainOnKafka } from '../test/kafka/chain-on-kafka.ts'
import { candleTopology } from './candle-topology.ts'
import { type Figure, median, ratePerSecond } from './figure.ts'

const keyCount = 300_000
const keysPerCommit = 20_000
const symbols = 500

/**
 * A task is taken over whose state is 300,000 keys, each an open candle of some 100 bytes, until it stands with all of
 * it decoded in its stores: from its changelog on a broker, and from a checkpoint; beside it a bare kafkajs consumer
 * that only counts the records of the changelog.
 */
export async function restoreKafka(): Promise<readonly Figure[]> {
  const kafka = await startKafka()
  const folder = mkdtempSync(join(tmpdir(), 'alphapulse-bench-'))
  try {
    const client = kafkaClient({ brokers: kafka.brokers }, 'bench', () => undefined)
    const chain = new ChainOnKafka(kafka.brokers, candleTopology, 1)
    await chain.createTopics()
    const link = await chain.link()
    const warn = (text: string): void => console.error(text)
    const checkpoints = new Checkpoints({ folder, everyMs: 1e9, everyBytes: 1e9 }, warn)
    await fill(link, checkpoints)
    const counted: number[] = []
    for (let run = 0; run < 3; run++)
      counted.push(await countBare(client, chain.names.changelog(spec.id)))
    const bare = median(counted)
    const figures: Figure[] = []
    for (const from of ['changelog', 'checkpoint'] as const) {
      const value = await ratePerSecond(keyCount, () =>
        restore(link, from === 'checkpoint' ? checkpoints : undefined),
      )
      const ratioTo = 'a bare kafkajs consumer that counts the records of the changelog'
      figures.push({
        name: `restore-${from}`,
        value,
        unit: 'keys/s',
        ratio: value / bare,
        ratioTo,
      })
    }
    await link.close()
    return figures
  } finally {
    await kafka.stop()
    rmSync(folder, { recursive: true })
  }
}

const [spec] = candleTopology.subTopologies as [(typeof candleTopology.subTopologies)[number]]

/** Records of the changelog that the latest take-over read. */
let read = -1
const observer: KafkaObserver = {
  restored: (_, records) => {
    read = records
  },
  committed: () => undefined,
  buried: () => undefined,
  restarted: () => undefined,
  stalled: () => undefined,
}

function start(link: ClusterLink, checkpoints: Checkpoints | undefined): Promise<TaskRunner> {
  return TaskRunner.start({
    link,
    spec,
    partition: 0,
    tasksOf: () => 1,
    hops: new Set(),
    batch: 4_096,
    commitEvents: 50_000,
    commitMs: 200,
    deadlineBehind: () => Number.POSITIVE_INFINITY,
    observer,
    ...(checkpoints === undefined ? {} : { checkpoints }),
  })
}

async function end(runner: TaskRunner): Promise<void> {
  runner.stop()
  await runner.run()
}

async function fill(link: ClusterLink, checkpoints: Checkpoints): Promise<void> {
  const first = await start(link, undefined)
  const { position } = first.task.takeCommit()
  await end(first)
  const log = await link.takeOver(spec.id, 0, { checkpoints })
  for (let from = 0; from < keyCount; from += keysPerCommit) {
    const changes = Array.from({ length: keysPerCommit }, (_, at) => openCandle(from + at))
    await log.commit({ changes, position })
  }
  await log.close()
}

function openCandle(n: number): StoreChange {
  const price = 60_000 + (n % 997) / 8
  const candle = {
    openMs: 1_735_689_600_000 + n * 60_000,
    open: price,
    high: price + 0.5,
    low: price - 0.5,
    close: price + 0.25,
    volume: n / 7,
    trades: n % 5_000,
    final: false,
  }
  return {
    store: `${spec.id}.base-candles.v1`,
    key: `SYM${n % symbols}USDT`,
    slot: `${candle.openMs}`,
    bytes: encodeState([candle]),
  }
}

function restore(link: ClusterLink, checkpoints: Checkpoints | undefined) {
  let runner: TaskRunner | undefined
  return {
    work: async () => {
      runner = await start(link, checkpoints)
    },
    after: async () => {
      if (runner !== undefined) await end(runner)
      const wanted = checkpoints === undefined ? keyCount + keyCount / keysPerCommit : 0
      if (read !== wanted) throw new Error(`${read} records were read, not ${wanted}`)
    },
  }
}

/** From its first batch on: how long it takes to join a group is not what is measured. */
async function countBare(client: Kafka, topic: string): Promise<number> {
  const consumer = client.consumer({ groupId: freshName('bare') })
  await consumer.connect()
  await consumer.subscribe({ topics: [topic], fromBeginning: true })
  let read = 0
  let startedMs = Number.NaN
  await new Promise<void>((resolve) => {
    void consumer.run({
      autoCommit: false,
      eachBatch: async ({ batch }) => {
        if (Number.isNaN(startedMs)) startedMs = performance.now()
        read += batch.messages.length
        if (read >= keyCount) resolve()
      },
    })
  })
  const rate = (read * 1_000) / (performance.now() - startedMs)
  await consumer.disconnect()
  return rate
}
