import type { Kafka } from 'kafkajs'
import { deadLetters } from '../../engine/core/dead-letter.ts'
import type { Opening } from '../../engine/core/ingest.ts'
import type { Source } from '../../engine/core/source.ts'
import type { Topic } from '../../engine/core/topic.ts'
import type { Topology } from '../../engine/core/topology.ts'
import { codecOf } from '../../engine/log/avro-codec.ts'
import { DigestSum } from '../../engine/log/digest.ts'
import { kafkaClient } from '../../engine/log/kafka/client.ts'
import { ClusterLink } from '../../engine/log/kafka/cluster-link.ts'
import { KafkaEngine, type KafkaEngineOptions } from '../../engine/log/kafka/kafka-engine.ts'
import { KafkaNames } from '../../engine/log/kafka/names.ts'
import { readBack } from '../../engine/log/kafka/read-back.ts'
import type { SchemaIds } from '../../engine/log/kafka/record-codec.ts'
import { SchemaRegistry } from '../../engine/log/kafka/registry.ts'
import { TopicSchemaMemory } from '../../engine/log/kafka/schema-memory.ts'
import { topicSpecs } from '../../engine/log/kafka/topic-specs.ts'
import { applyTopics } from '../../engine/log/kafka/topics.ts'
import type { MemoryLog } from '../../engine/log/memory.ts'
import type { Control } from '../../schemas/contracts.generated.ts'
import { topics } from '../../schemas/topics.ts'
import type { Digests } from '../replay/chain.ts'
import { freshName } from './broker.ts'

/** Schema ids by the place in a list; every record was written with the present schema. */
export function listedIds(list: readonly Topic<unknown>[]): SchemaIds {
  const ids = new Map(list.map((topic, at) => [topic.name, at + 1]))
  return {
    idOf: (topic) => ids.get(topic.name) as number,
    readerOf: (topic) => codecOf(topic),
    load: async () => undefined,
  }
}

/** One application on a cluster: its topics, under a prefix of its own. */
export class ChainOnKafka {
  readonly brokers: readonly string[]
  readonly topology: Topology
  readonly partitions: number
  readonly names: KafkaNames
  readonly warnings: string[] = []
  readonly client: Kafka
  private readonly registryUrl: string | undefined

  /** With the URL of a schema registry, schemas are there; else their ids are their places in a list. */
  constructor(
    brokers: readonly string[],
    topology: Topology,
    partitions: number,
    app = freshName('replay.app'),
    registryUrl?: string,
  ) {
    this.names = new KafkaNames(app)
    this.brokers = brokers
    this.topology = topology
    this.partitions = partitions
    this.client = kafkaClient({ brokers }, `chain.${process.pid}`, (text) =>
      this.warnings.push(text),
    )
    this.registryUrl = registryUrl
  }

  async createTopics(): Promise<void> {
    const { topology, partitions, names } = this
    const specs = topicSpecs({ topology, partitions, app: names.app, trim: false })
    await applyTopics(this.client, this.brokers, specs)
  }

  async link(): Promise<ClusterLink> {
    return ClusterLink.connect({
      client: this.client,
      names: this.names,
      ids: await this.ids(),
      partitions: this.partitions,
      run: 'test',
      by: 'test',
      transactionTimeoutMs: 10_000,
      onWarning: (text) => this.warnings.push(text),
    })
  }

  private async ids(): Promise<SchemaIds> {
    const { registryUrl, topology, names, client } = this
    if (registryUrl === undefined) return listedIds(topology.topics)
    const memory = new TopicSchemaMemory(client, names, (text) => this.warnings.push(text))
    const connection = { url: registryUrl }
    return SchemaRegistry.connect(connection, topology.topics, names.prefix, memory)
  }

  async engine(
    source: Source | undefined,
    more: Partial<KafkaEngineOptions> = {},
  ): Promise<{ readonly engine: KafkaEngine; readonly link: ClusterLink }> {
    const link = await this.link()
    const engine = new KafkaEngine({
      topology: this.topology,
      link,
      ...(source === undefined ? {} : { source: { ...ingesting, source } }),
      batch: 4_096,
      commitEvents: 20_000,
      commitMs: 150,
      deadlines: { everyMs: 60_000, atMs: [2_000, 3_999] },
      ...more,
    })
    return { engine, link }
  }

  /** Runs to the source's end. */
  async run(source: Source, more?: Partial<KafkaEngineOptions>): Promise<KafkaEngine> {
    const { engine, link } = await this.engine(source, more)
    try {
      await engine.run()
    } finally {
      await link.close()
    }
    return engine
  }

  /** Some topics, as our own fetcher reads them. */
  async readBack(list: readonly Topic<unknown>[]): Promise<MemoryLog> {
    const link = await this.link()
    return readBack(link, list).finally(() => link.close())
  }

  /** The contract's topics. */
  get digested(): readonly Topic<unknown>[] {
    return this.topology.topics.filter((topic) => topic.digested && topic.name !== deadLetters.name)
  }

  /** The digests of the contract's topics, read back by kafkajs's own consumer. */
  async digests(): Promise<Digests> {
    const { digested } = this
    const sums = new Map(digested.map((topic) => [this.names.topic(topic), new DigestSum()]))
    const admin = this.client.admin()
    await admin.connect()
    const ends = new Map<string, number>()
    for (const topic of sums.keys()) {
      for (const { partition, high } of await admin.fetchTopicOffsets(topic))
        ends.set(`${topic}/${partition}`, Number(high))
    }
    await admin.disconnect()
    const consumer = this.client.consumer({ groupId: freshName('digests'), maxWaitTimeInMs: 100 })
    await consumer.connect()
    await consumer.subscribe({ topics: [...sums.keys()], fromBeginning: true })
    for (const [name, end] of ends) if (end === 0) ends.delete(name)
    await new Promise<void>((resolve) => {
      // Behind the last record there may be a marker, which is no batch for a consumer.
      consumer.on('consumer.end_batch_process', ({ payload: { topic, partition, lastOffset } }) => {
        const name = `${topic}/${partition}`
        if (Number(lastOffset) + 1 >= (ends.get(name) ?? 0)) ends.delete(name)
        if (ends.size === 0) resolve()
      })
      void consumer.run({
        autoCommit: false,
        eachBatch: async ({ batch }) => {
          const topic = digested.find((one) => this.names.topic(one) === batch.topic)
          for (const { key, value, timestamp } of batch.messages) {
            if (topic === undefined || key === null || value === null) continue
            const record = codecOf(topic).decodeBody(value.subarray(5))
            const sum = sums.get(batch.topic) as DigestSum
            sum.add(topic, { key: key.toString(), value: record, timeMs: Number(timestamp) })
          }
        },
      })
      if (ends.size === 0) resolve()
    })
    await consumer.disconnect()
    return Object.fromEntries(
      digested.map((topic) => {
        const sum = sums.get(this.names.topic(topic)) as DigestSum
        return [topic.name, { records: sum.records, digest: sum.hex() }]
      }),
    )
  }
}

/** Each history begins with the configuration of its start, as in `test/replay/chain.ts`. */
const opening: Opening = {
  topic: topics.control,
  key: 'control',
  value: {
    id: 'start',
    command: 'config',
    arguments: '{}',
    who: 'test',
    why: 'first start',
  } satisfies Control,
}

const ingesting: Omit<NonNullable<KafkaEngineOptions['source']>, 'source'> = {
  ingest: {
    heartbeatMs: 60_000,
    heartbeatGraceMs: 2_001,
    closingMs: 4_000,
    aheadMaxMs: 5_000,
    jumpMaxMs: 7 * 86_400_000,
  },
  commandTopics: [topics.control],
  openings: [opening],
}
