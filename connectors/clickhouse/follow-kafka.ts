import { hostname } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ClickHouseClient } from '@clickhouse/client'
import { ConfigError } from '../../engine/core/errors.ts'
import { partitionsOf } from '../../engine/core/topic.ts'
import { kafkaClient } from '../../engine/log/kafka/client.ts'
import { ClusterLink, type ClusterLinkOptions } from '../../engine/log/kafka/cluster-link.ts'
import { KafkaReader } from '../../engine/log/kafka/kafka-reader.ts'
import type { MembershipTimes } from '../../engine/log/kafka/membership.ts'
import { KafkaNames, sinkTasks } from '../../engine/log/kafka/names.ts'
import { SchemaRegistry } from '../../engine/log/kafka/registry.ts'
import { TopicSchemaMemory } from '../../engine/log/kafka/schema-memory.ts'
import { TaskGroup } from '../../engine/log/kafka/task-group.ts'
import type { Following, FollowOptions } from './following.ts'
import { assertSameLog } from './lane.ts'
import { savedPositions } from './positions.ts'
import { Sink } from './sink.ts'
import { kafkaSinkDefaults, sinkDefaults } from './sink-defaults.ts'
import type { SinkCluster } from './sink-messages.ts'
import { SinkTask } from './sink-task.ts'
import { everyPlace, type SinkPlace, sinkTables } from './tables.ts'

export interface FollowKafkaOptions extends FollowOptions {
  /** Other processes may write the same tables: each has a share of the partitions. */
  readonly shared: boolean
  /** Nothing is written here any more, and trying again does not help. */
  readonly onLost: (error: unknown) => void
}

/**
 * Writes the tables of an application on a Kafka cluster. Throws TaskCorruptedError where they belong to another
 * log, ConfigError where broker or registry refuse us or are away.
 */
export async function followKafka(
  cluster: SinkCluster,
  options: FollowKafkaOptions,
): Promise<Following> {
  const { connection, registry, app, partitions } = cluster
  const names = new KafkaNames(app)
  const onWarning = (text: string): void => options.news.warning(text)
  const by = `alphapulse-sinks.${hostname()}.${process.pid}`
  const client = kafkaClient(connection, by, onWarning)
  const memory = new TopicSchemaMemory(client, names, onWarning)
  const topics = sinkTables.map(({ topic }) => topic)
  const ids = await SchemaRegistry.connect(registry, topics, names.prefix, memory)
  const link: ClusterLinkOptions = {
    client,
    names,
    ids,
    partitions,
    run: sinkTasks,
    by,
    transactionTimeoutMs: 15_000,
    onWarning,
  }
  try {
    const reader = await readerOfAll(link)
    try {
      const following = await (options.shared
        ? share(link, reader, cluster.times, options)
        : own(partitions, reader, options))
      return {
        sync: () => following.sync(),
        async stop() {
          await following.stop()
          await reader.close()
          ids.close()
        },
      }
    } catch (error) {
      await reader.close()
      throw error
    }
  } catch (error) {
    ids.close()
    throw error
  }
}

/** Everything is written here. */
async function own(
  partitions: number,
  reader: KafkaReader,
  options: FollowOptions,
): Promise<Following> {
  const places = everyPlace((topic) => partitionsOf(topic, partitions))
  const sink = await Sink.open({ ...kafkaSinkDefaults, ...options, reader, places })
  void sink.run()
  return sink
}

/** A group gives each process tasks, and takes them away. */
async function share(
  linkOptions: ClusterLinkOptions,
  reader: KafkaReader,
  times: MembershipTimes,
  { client, rowsMax, news, onLost }: FollowKafkaOptions,
): Promise<Following> {
  const places = everyPlace((topic) => partitionsOf(topic, linkOptions.partitions))
  await reader.refresh()
  await assertSameLog({ reader, places, name: news.name }, await savedPositions(client))
  const link = await ClusterLink.connect(linkOptions)
  try {
    const group = await TaskGroup.join<SinkTask>({
      link,
      id: sinkTasks,
      partitioning: 'key',
      topics: sinkTables.flatMap(({ topic }) => (topic.partitioning === 'key' ? [topic] : [])),
      times,
      checkpoints: undefined,
      start: (task, member) => SinkTask.start({ link, client, task, member, rowsMax, news }),
      onFailure: onLost,
      onRestart: () => undefined,
    })
    return {
      sync: () => allWritten(places, reader, client),
      async stop() {
        await group.leave()
        await link.close()
      },
    }
  } catch (error) {
    await link.close()
    throw error
  }
}

/** Other processes write too: what all of them have saved tells how far the tables are. */
async function allWritten(
  places: readonly SinkPlace[],
  reader: KafkaReader,
  client: ClickHouseClient,
): Promise<void> {
  await reader.refresh()
  const ends = places.map(
    ({ table: { topic }, partition }) =>
      [`${topic.name}/${partition}`, reader.end(topic, partition)] as const,
  )
  for (;;) {
    // Who writes says it when ClickHouse is away; here it is only waited for.
    const saved = await savedPositions(client).catch(() => undefined)
    if (ends.every(([place, end]) => (saved?.get(place)?.next ?? 0) >= end)) return
    await sleep(sinkDefaults.pollMs)
  }
}

async function readerOfAll(link: ClusterLinkOptions): Promise<KafkaReader> {
  const { client, names, ids, partitions } = link
  const places = everyPlace((topic) => partitionsOf(topic, partitions))
  const read = places.map(({ table: { topic }, partition }) => ({ topic, partition }))
  try {
    return await KafkaReader.connect({ client, names, ids, partitions: read })
  } catch (error) {
    if ((error as { type?: string }).type !== 'UNKNOWN_TOPIC_OR_PARTITION') throw error
    throw new ConfigError(
      `not all topics under the prefix '${names.prefix}' are on the cluster: apply them`,
      {},
      error,
    )
  }
}
