import { afterAll, beforeAll, describe } from 'vitest'
import { partitionsOf } from '../../engine/core/topic.ts'
import { kafkaClient } from '../../engine/log/kafka/client.ts'
import { ClusterLink } from '../../engine/log/kafka/cluster-link.ts'
import { KafkaNames } from '../../engine/log/kafka/names.ts'
import { headersIn, recordsOf } from '../../engine/log/kafka/record-codec.ts'
import type { TopicSpec } from '../../engine/log/kafka/topic-specs.ts'
import { applyTopics } from '../../engine/log/kafka/topics.ts'
import { describeLog, type LogPlace, writerNames } from '../../engine/log/testing/log-contract.ts'
import { numbers, orders, samples } from '../../engine/log/testing/sample-records.ts'
import { freshName, haveKafka, startKafka, type TestKafka, whyNotKafka } from './broker.ts'
import { listedIds } from './chain-on-kafka.ts'

const topics = [samples, numbers, orders]
const partitions = 3

describe.skipIf(!haveKafka)(`the contract of all logs${whyNotKafka}`, () => {
  let kafka: TestKafka
  beforeAll(async () => {
    kafka = await startKafka()
  }, 300_000)
  afterAll(() => kafka.stop())

  /** An application of its own: its topics, and a process that writes, one that competes and one that reads. */
  const place = async (): Promise<LogPlace> => {
    const client = kafkaClient({ brokers: kafka.brokers }, 'tests', () => undefined)
    const names = new KafkaNames(freshName('log'))
    const specs: TopicSpec[] = [
      ...topics.map((topic) => ({
        name: names.topic(topic),
        partitions: partitionsOf(topic, partitions),
        settings: { 'cleanup.policy': 'delete', 'retention.ms': '-1' },
      })),
      ...writerNames.map((writer) => ({
        name: names.changelog(writer),
        partitions: 1,
        settings: { 'cleanup.policy': 'compact' },
      })),
    ]
    await applyTopics(client, kafka.brokers, specs)
    const ids = listedIds(topics)
    const open = (): Promise<ClusterLink> =>
      ClusterLink.connect({
        client,
        names,
        ids,
        partitions,
        run: 'the run',
        by: 'tests',
        transactionTimeoutMs: 10_000,
        onWarning: () => undefined,
      })
    const reader = await open()
    let links: ClusterLink[] = []
    const taken = new Set<{ close(): Promise<void> }>()
    const take = async (link: ClusterLink, writer: string) => {
      const log = await link.takeOver(writer, 0)
      taken.add(log)
      return log
    }
    const linkAt = async (at: number): Promise<ClusterLink> => {
      links[at] ??= await open()
      return links[at]
    }
    const end = async (): Promise<void> => {
      for (const log of taken) await log.close()
      taken.clear()
      for (const link of links) await link?.close()
      links = []
    }
    return {
      take: async (writer) => take(await linkAt(0), writer),
      rival: async (writer) => take(await linkAt(1), writer),
      read: async (topic, partition, from) => {
        const fetched = await reader.fetcher.readKept(names.topic(topic), partition, from)
        const records = await recordsOf(topic, fetched, ids)
        return fetched.map((one, at) => {
          const { offset: _, ...record } = records[at] as (typeof records)[number]
          return { offset: one.offset, record, headers: () => headersIn(one) }
        })
      },
      reopen: end,
      remove: async () => {
        await end()
        await reader.close()
      },
    }
  }

  describeLog('Kafka', { place, encodes: true, durable: true, histories: 8 })
})
