import { kafkaClient } from '../engine/log/kafka/client.ts'
import { TaskProducer } from '../engine/log/kafka/task-producer.ts'
import { createTopic, freshName, startKafka } from '../test/kafka/broker.ts'
import type { Figure } from './figure.ts'

const commits = 1_000
const warmUp = 10

/** Transactions of one record, each right behind the other, against a broker on this machine. */
export async function kafkaCommits(): Promise<readonly Figure[]> {
  const kafka = await startKafka()
  const client = kafkaClient({ brokers: kafka.brokers }, 'bench', () => undefined)
  const topic = await createTopic(kafka.brokers, 'commits', 1)
  const task = await TaskProducer.take(client, {
    transactionalId: freshName('bench'),
    transactionTimeoutMs: 15_000,
  })
  const tookMs: number[] = []
  for (let n = 0; n < warmUp + commits; n++) {
    const startMs = performance.now()
    await task.commit({ records: [{ topic, messages: [{ value: `${n}`, partition: 0 }] }] })
    if (n >= warmUp) tookMs.push(performance.now() - startMs)
  }
  await task.close()
  await kafka.stop()
  tookMs.sort((a, b) => a - b)
  const limit = 'the 100 ms that none of a thousand may take'
  return (
    [
      ['kafka-commit-p50', commits / 2],
      ['kafka-commit-longest', commits - 1],
    ] as const
  ).map(([name, at]) => {
    const value = tookMs[at] ?? Number.NaN
    return { name, value, unit: 'ms', ratio: value / 100, ratioTo: limit }
  })
}
