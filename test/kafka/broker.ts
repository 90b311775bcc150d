import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Cluster } from '../../deploy/kafka/cluster.ts'
import { brokerJars, missingForBroker } from '../../deploy/kafka/jars.ts'
import { kafkaClient } from '../../engine/log/kafka/client.ts'

const given = process.env.ALPHAPULSE_KAFKA_BROKERS
const missing = given === undefined ? await missingForBroker() : undefined

if (missing !== undefined) {
  if (process.env.CI) throw new Error(`the Kafka suite cannot be left out in CI: ${missing}`)
  console.warn(`Kafka suite skipped: ${missing}`)
}

/** Whether the Kafka suite can run here; where not, its tests say why in their names. */
export const haveKafka = missing === undefined
export const whyNotKafka = haveKafka ? '' : ` (Kafka suite skipped: ${missing})`

export interface TestKafka {
  readonly brokers: readonly string[]
  /** Undefined where the brokers are somebody else's, who may not like them to be stopped. */
  readonly cluster: Cluster | undefined
  stop(): Promise<void>
}

/** A cluster of its own for one test file, or the one that ALPHAPULSE_KAFKA_BROKERS names. */
export async function startKafka(nodes: 1 | 3 = 1): Promise<TestKafka> {
  if (given !== undefined)
    return { brokers: given.split(','), cluster: undefined, stop: async () => undefined }
  const folder = mkdtempSync(join(tmpdir(), 'alphapulse-kafka-'))
  const jars = await brokerJars((line) => console.log(line))
  const cluster = await Cluster.start({ folder, jars, nodes, detached: false })
  return {
    brokers: cluster.brokers,
    cluster,
    async stop() {
      await cluster.kill()
      rmSync(folder, { recursive: true })
    },
  }
}

let names = 0

/** Unlike any other on the cluster. */
export function freshName(what: string): string {
  return `${what}-${process.pid}-${Date.now().toString(36)}-${++names}`
}

export async function createTopic(
  brokers: readonly string[],
  name: string,
  partitions: number,
): Promise<string> {
  const topic = freshName(name)
  const admin = kafkaClient({ brokers }, 'tests', () => undefined).admin()
  await admin.connect()
  await admin.createTopics({
    // On a busy machine a broker may not know the topic yet, on which kafkajs gives up: we look ourselves.
    waitForLeaders: false,
    topics: [{ topic, numPartitions: partitions }],
  })
  const isLed = async (): Promise<boolean> => {
    const { topics } = await admin.fetchTopicMetadata()
    const found = topics.find(({ name }) => name === topic)?.partitions ?? []
    return found.length === partitions && found.every(({ leader }) => leader >= 0)
  }
  for (let waitedMs = 0; waitedMs < 30_000 && !(await isLed()); waitedMs += 20) await sleep(20)
  await admin.disconnect()
  return topic
}
