import { hostname } from 'node:os'
import { ConfigError } from '../engine/core/errors.ts'
import type { Topic } from '../engine/core/topic.ts'
import type { Topology } from '../engine/core/topology.ts'
import { agreeOnIdentity } from '../engine/log/kafka/application-identity.ts'
import { type KafkaClient, kafkaClient, type OnWarning } from '../engine/log/kafka/client.ts'
import { ClusterLink } from '../engine/log/kafka/cluster-link.ts'
import { KafkaNames } from '../engine/log/kafka/names.ts'
import { recordsOf } from '../engine/log/kafka/record-codec.ts'
import { SchemaRegistry } from '../engine/log/kafka/registry.ts'
import { TopicSchemaMemory } from '../engine/log/kafka/schema-memory.ts'
import { topicSpecs, trims } from '../engine/log/kafka/topic-specs.ts'
import { applyTopics, TopicAdmin } from '../engine/log/kafka/topics.ts'
import type { LogIdentity } from '../engine/log/log.ts'
import type { Control } from '../schemas/contracts.generated.ts'
import { topics } from '../schemas/topics.ts'
import type { Config } from './config.ts'
import { kafkaConnection, registryConnection } from './kafka-config.ts'
import { runName } from './run-name.ts'

interface ConnectOptions {
  readonly config: Config
  /** First part of the names of its topics. */
  readonly app: string
  readonly onWarning: OnWarning
}

export interface RunOptions extends ConnectOptions {
  readonly topology: Topology
  /** What makes its history what it is; all processes must agree on it. */
  readonly identity: LogIdentity
}

/** One application on a cluster, as a command of ours meets it: to run it, or to look at it. */
export class KafkaApplication {
  readonly client: KafkaClient
  readonly link: ClusterLink
  private readonly registry: SchemaRegistry

  private constructor(client: KafkaClient, link: ClusterLink, registry: SchemaRegistry) {
    this.client = client
    this.link = link
    this.registry = registry
  }

  /** To run tasks of it: makes its topics and registers its schemas where they are not there yet. */
  static async open(options: RunOptions): Promise<KafkaApplication> {
    const { config, app, topology, identity, onWarning } = options
    const { partitions } = config
    const { brokers } = kafkaConnection(config.kafka)
    const trim = trims(app, config.kafka.retention)
    const specs = topicSpecs({ topology, partitions, app, trim })
    const client = clientOf(config, onWarning)
    await applyTopics(client, brokers, specs, config.kafka.replication ?? undefined)
    const application = await KafkaApplication.connect(client, options, topology.topics, partitions)
    try {
      const { link } = application
      await agreeOnIdentity(client, link.fetcher, link.options.names, { ...identity, partitions })
      return application
    } catch (error) {
      await application.close()
      throw error
    }
  }

  /**
   * To look at it, or to send it a command; `written` are the topics that are written to. Throws ConfigError
   * where nothing was ever started under the name.
   */
  static async visit(
    options: ConnectOptions,
    written: readonly Topic<unknown>[] = [],
  ): Promise<KafkaApplication> {
    const { config, app, onWarning } = options
    const { brokers } = kafkaConnection(config.kafka)
    const client = clientOf(config, onWarning)
    const admin = await TopicAdmin.connect(client, brokers)
    const name = new KafkaNames(app).topic(topics.candles)
    const partitions = await admin.partitionsOf(name).finally(() => admin.close())
    if (partitions === undefined)
      throw new ConfigError(
        `there is no topic ${name} at ${brokers.join(',')}: nothing was started under the prefix '${app}'`,
      )
    return KafkaApplication.connect(client, options, written, partitions)
  }

  private static async connect(
    client: KafkaClient,
    { config, app, onWarning }: ConnectOptions,
    written: readonly Topic<unknown>[],
    partitions: number,
  ): Promise<KafkaApplication> {
    const names = new KafkaNames(app)
    const memory = new TopicSchemaMemory(client, names, onWarning)
    const registry = await SchemaRegistry.connect(
      registryConnection(config.kafka),
      written,
      names.prefix,
      memory,
    )
    try {
      const link = await ClusterLink.connect({
        client,
        names,
        ids: registry,
        partitions,
        run: runName(),
        by: processName,
        transactionTimeoutMs: 15_000,
        onWarning,
      })
      return new KafkaApplication(client, link, registry)
    } catch (error) {
      registry.close()
      throw error
    }
  }

  /** Every command that was taken, from an offset on. */
  async controls(from = 0): Promise<{ readonly value: Control; readonly timeMs: number }[]> {
    const { names, ids } = this.link.options
    const kept = await this.link.fetcher.readKept(names.topic(topics.control), 0, from)
    const records = await recordsOf(topics.control, kept, ids)
    return records.filter(({ key }) => key !== null) as { value: Control; timeMs: number }[]
  }

  async close(): Promise<void> {
    await this.link.close()
    this.registry.close()
  }
}

/** For quotas, the brokers' logs and whoever asks who has which task. */
const processName = `alphapulse.${hostname()}.${process.pid}`

function clientOf(config: Config, onWarning: OnWarning): KafkaClient {
  return kafkaClient(kafkaConnection(config.kafka), processName, onWarning)
}
