import { setTimeout as sleep } from 'node:timers/promises'
import type { ClusterLink } from '../engine/log/kafka/cluster-link.ts'
import { membershipTimes } from '../engine/log/kafka/membership.ts'
import { type TaskReport, taskReports } from '../engine/log/kafka/task-reports.ts'
import { startKafka } from '../test/kafka/broker.ts'
import { ChainOnKafka } from '../test/kafka/chain-on-kafka.ts'
import {
  type EngineProcess,
  type EngineProcessOptions,
  startEngineProcess,
} from '../test/kafka/engine-process.ts'
import { chainTopology } from '../test/replay/chain.ts'
import { firstRows, monthFiles, rowsPerDay } from '../test/replay/market-data.ts'
import { candleTopology } from './candle-topology.ts'
import type { Figure } from './figure.ts'
import { fillTicks } from './fill-ticks.ts'
import { syntheticTrades } from './trades.ts'

const partitions = 6
const processes = 3
const days = 1
const tradeCount = 3_000_000
const measureMs = 5_000
const lookMs = 50

/**
 * How soon three processes that begin at once share six tasks and commit; how soon the other two have them
 * all when one is killed; and how fast one process, and two, make candles of ticks.
 */
export async function kafkaScale(): Promise<readonly Figure[]> {
  const files = firstRows(monthFiles, days * rowsPerDay)
  const kafka = await startKafka()
  try {
    const one = await through(kafka.brokers, 1)
    const two = await through(kafka.brokers, 2)
    const { shareMs, recoverMs } = await sharing(kafka.brokers, files.paths)
    return [
      {
        name: 'kafka-share',
        value: shareMs,
        unit: 'ms',
        ratio: shareMs / 10_000,
        ratioTo: 'the 10 s asked for',
      },
      {
        name: 'kafka-recover',
        value: recoverMs,
        unit: 'ms',
        ratio: recoverMs / 15_000,
        ratioTo: 'the 15 s asked for',
      },
      {
        name: 'kafka-two-processes',
        value: two,
        unit: 'ticks/s',
        ratio: two / one,
        ratioTo: 'one process; the broker is on the same two cores',
      },
    ]
  } finally {
    await kafka.stop()
    files.remove()
  }
}

/** Ticks that lie on the broker to candles on it, a second, by so many processes. */
async function through(brokers: readonly string[], workers: number): Promise<number> {
  const chain = new ChainOnKafka(brokers, candleTopology, partitions)
  await chain.createTopics()
  const trades = syntheticTrades(tradeCount)
  await fillTicks(chain, trades)
  const options = { ...optionsOf(chain, []), onlyCandles: true }
  const all = Array.from({ length: workers }, () => startEngineProcess(options))
  await Promise.all(all.map(({ running }) => running))
  const link = await chain.link()
  const from = await taken(chain, link)
  const startedMs = performance.now()
  const untilMs = startedMs + measureMs
  while (performance.now() < untilMs && (await taken(chain, link)).waiting > 0) await sleep(lookMs)
  const to = await taken(chain, link)
  const rate = ((to.offsets - from.offsets) * 1_000) / (performance.now() - startedMs)
  if (to.waiting === 0)
    console.warn(`kafka-scale: ${workers} processes were through before ${measureMs} ms`)
  await link.close()
  await Promise.all(all.map(stop))
  return rate
}

/** Offsets of the ticks that all tasks have taken, and those that wait. */
async function taken(
  chain: ChainOnKafka,
  link: ClusterLink,
): Promise<{ readonly offsets: number; readonly waiting: number }> {
  const reports = await taskReports(chain.client, link)
  const inputs = reports.flatMap((report) => report.inputs).filter(({ topic }) => topic === 'ticks')
  return {
    offsets: inputs.reduce((sum, { offset }) => sum + offset, 0),
    waiting: inputs.reduce((sum, { lag }) => sum + lag, 0),
  }
}

async function sharing(
  brokers: readonly string[],
  paths: readonly string[],
): Promise<{ readonly shareMs: number; readonly recoverMs: number }> {
  const chain = await freshChain(brokers)
  const options = optionsOf(chain, paths)
  const ingest = startEngineProcess({ ...options, share: 'only ingest', speed: 1_000 })
  const startedMs = performance.now()
  const workers = Array.from({ length: processes }, () => startEngineProcess(options))
  await settled(chain, processes)
  const shareMs = performance.now() - startedMs
  const [victim, ...rest] = workers
  victim?.child.kill('SIGKILL')
  const killedMs = performance.now()
  await settled(chain, processes - 1)
  const recoverMs = performance.now() - killedMs
  await Promise.all([stop(ingest), ...rest.map(stop)])
  return { shareMs, recoverMs }
}

async function freshChain(brokers: readonly string[]): Promise<ChainOnKafka> {
  const chain = new ChainOnKafka(brokers, chainTopology(), partitions)
  await chain.createTopics()
  return chain
}

function optionsOf(chain: ChainOnKafka, paths: readonly string[]): EngineProcessOptions {
  return {
    brokers: chain.brokers,
    app: chain.names.app,
    partitions,
    paths,
    share: 'without ingest',
    sessionMs: membershipTimes.sessionTimeoutMs,
  }
}

/** Until so many processes have all tasks, and each of these has committed since. */
async function settled(chain: ChainOnKafka, owners: number): Promise<void> {
  const link = await chain.link()
  try {
    let before: readonly TaskReport[] | undefined
    for (;;) {
      const reports = (await taskReports(chain.client, link)).filter(
        ({ task }) => task !== 'ingest.0',
      )
      const isShared =
        reports.every(({ owner }) => owner !== undefined) &&
        new Set(reports.map(({ owner }) => owner)).size === owners
      if (isShared) {
        before ??= reports
        const moved = reports.every(({ task, clockMs = 0 }) => {
          const then = before?.find((report) => report.task === task)?.clockMs ?? 0
          return clockMs > then
        })
        if (moved) return
      }
      await sleep(lookMs)
    }
  } finally {
    await link.close()
  }
}

async function stop(process: EngineProcess): Promise<void> {
  process.child.kill('SIGTERM')
  await process.ended
}
