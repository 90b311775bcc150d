import { setTimeout as sleep } from 'node:timers/promises'
import type { Source } from '../engine/core/source.ts'
import { membershipTimes } from '../engine/log/kafka/membership.ts'
import { topics } from '../schemas/topics.ts'
import { startKafka } from '../test/kafka/broker.ts'
import { ChainOnKafka } from '../test/kafka/chain-on-kafka.ts'
import { chainTopology } from '../test/replay/chain.ts'
import type { Figure } from './figure.ts'

const settleMs = 15_000
const measureMs = 30_000

/** What a process costs that has all tasks and a market in which nothing is traded: heartbeats each second. */
export async function kafkaIdle(): Promise<readonly Figure[]> {
  const kafka = await startKafka()
  try {
    const chain = new ChainOnKafka(kafka.brokers, chainTopology(), 3)
    await chain.createTopics()
    const { engine, link } = await chain.engine(silentMarket(), { share: membershipTimes })
    const running = engine.run()
    await sleep(settleMs)
    const before = process.cpuUsage()
    await sleep(measureMs)
    const { user, system } = process.cpuUsage(before)
    engine.stop()
    await running
    await link.close()
    const value = (100 * (user + system)) / 1_000 / measureMs
    return [
      {
        name: 'kafka-idle-cpu',
        value,
        unit: '% of a core',
        ratio: value / 2,
        ratioTo: 'the 2 % asked for',
      },
    ]
  } finally {
    await kafka.stop()
  }
}

function silentMarket(): Source {
  return {
    id: 'silent-market',
    kind: 'live',
    streams: 1,
    topics: [topics.ticks, topics.klines, topics.context],
    bounded: false,
    async *read() {
      for (;;) {
        yield [{ kind: 'beat', clockMs: Date.now() }]
        await sleep(1_000)
      }
    },
  }
}
