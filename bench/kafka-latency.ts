import type { SourceItem } from '../engine/core/source.ts'
import { recordsOf } from '../engine/log/kafka/record-codec.ts'
import type { Rejection, Signal } from '../schemas/contracts.generated.ts'
import { topics } from '../schemas/topics.ts'
import { startKafka } from '../test/kafka/broker.ts'
import { ChainOnKafka } from '../test/kafka/chain-on-kafka.ts'
import { chainTopology } from '../test/replay/chain.ts'
import type { Figure } from './figure.ts'
import { pacedMarket } from './paced-market.ts'

const epochMs = 900_000
const graceMs = 2_000
const decisions = 36
const symbols = 20
const ticksPerSecond = 5_000
/** A 15-minute candle closes each five seconds of real time. */
const speed = 180

/**
 * From the moment at which the ingest takes the stamp that passes a candle's close + grace to the moment
 * at which what the desk decided on its candidates has been read, read-committed, by another client. A
 * decision is a signal, or the desk's refusal, which leaves it in the same transaction.
 */
export async function kafkaLatency(): Promise<readonly Figure[]> {
  const kafka = await startKafka()
  try {
    const chain = new ChainOnKafka(kafka.brokers, chainTopology({ preset: 'exploring' }), 3)
    await chain.createTopics()
    const passedMs = new Map<number, number>()
    let nextMs = Number.POSITIVE_INFINITY
    const source = pacedMarket({
      symbols,
      historyDays: 2,
      ticksPerSecond,
      speed,
      onLive: () => {
        nextMs = Number.NEGATIVE_INFINITY
      },
      onGiven: (items: readonly SourceItem[]) => {
        const last = items.at(-1)
        const clockMs = last?.kind === 'record' ? last.eventMs : Number.NEGATIVE_INFINITY
        if (nextMs === Number.NEGATIVE_INFINITY)
          nextMs = Math.ceil(clockMs / epochMs) * epochMs + graceMs
        for (; clockMs > nextMs; nextMs += epochMs) passedMs.set(nextMs, performance.now())
      },
    })
    const { engine, link } = await chain.engine(source)
    const running = engine.run()
    const tookMs = await watch(chain, passedMs, running)
    engine.stop()
    await running
    await link.close()
    tookMs.sort((a, b) => a - b)
    return (
      [
        ['kafka-signal-p50', 0.5, 250],
        ['kafka-signal-p99', 0.99, 600],
      ] as const
    ).map(([name, quantile, limitMs]) => {
      const value =
        tookMs[Math.min(tookMs.length - 1, Math.floor(quantile * tookMs.length))] ?? Number.NaN
      const ratioTo = `the ${limitMs} ms asked for, ${tookMs.length} instants at ${ticksPerSecond} ticks/s`
      return { name, value, unit: 'ms', ratio: value / limitMs, ratioTo }
    })
  } finally {
    await kafka.stop()
  }
}

/** Reads decisions as another client would; gives how long each instant's first took. */
async function watch(
  chain: ChainOnKafka,
  passedMs: ReadonlyMap<number, number>,
  running: Promise<void>,
): Promise<number[]> {
  const link = await chain.link()
  const { names, ids } = link.options
  const open = await Promise.all(
    [topics.signals, topics.rejections].flatMap((topic) =>
      Array.from({ length: chain.partitions }, async (_, partition) => ({
        topic,
        feed: await link.fetcher.add(names.topic(topic), partition, 0),
      })),
    ),
  )
  const seen = new Map<number, number>()
  /** The first live decision says that the history is done: what was passed before it, waited for that. */
  let caughtUpMs = Number.POSITIVE_INFINITY
  let failure: unknown
  running.catch((error) => {
    failure = error
  })
  while (seen.size < decisions && failure === undefined) {
    const arrival = link.fetcher.arrival()
    const nowMs = performance.now()
    for (const { topic, feed } of open) {
      for (const { value, timeMs } of await recordsOf(topic, feed.take(), ids)) {
        if (value === null || !isDecision(topic.name, value as Signal | Rejection)) continue
        const from = passedMs.get(timeMs)
        if (from === undefined || seen.has(timeMs)) continue
        if (from >= caughtUpMs) seen.set(timeMs, nowMs - from)
        caughtUpMs = Math.min(caughtUpMs, nowMs)
      }
    }
    link.fetcher.fetch()
    await arrival
  }
  await link.close()
  if (failure !== undefined) throw failure
  return [...seen.values()]
}

function isDecision(topic: string, value: Signal | Rejection): boolean {
  return topic === topics.signals.name || (value as Rejection).stage === 'DESK'
}
