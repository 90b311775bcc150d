import { setTimeout as sleep } from 'node:timers/promises'
import type { Cluster } from '../../deploy/kafka/cluster.ts'
import { deadLetters } from '../../engine/core/dead-letter.ts'
import type { KafkaClient } from '../../engine/log/kafka/client.ts'
import type { KafkaNames } from '../../engine/log/kafka/names.ts'
import { topics } from '../../schemas/topics.ts'
import { freshName } from '../kafka/broker.ts'
import type { TestRegistry } from '../kafka/registry-server.ts'
import type { Tables } from './tables.ts'
import type { Worker } from './workers.ts'

/** What is disturbed. */
export interface Stage {
  readonly cluster: Cluster
  readonly registry: TestRegistry
  readonly client: KafkaClient
  readonly names: KafkaNames
  readonly partitions: number
  readonly workers: Worker[]
  readonly tables: Tables
  readonly ingest: () => Worker
  /** Puts another process beside the ones that are there. */
  readonly addWorker: () => Worker
  readonly addIngest: () => Worker
  readonly random: () => number
}

export type Disturbance = (stage: Stage) => Promise<string>

/** Longer than the session of a member of a group (6 s): its tasks have gone to others when it wakes up. */
const sleepMs = 8_000
const awayMs = 3_000

export const disturbances: { readonly [name: string]: Disturbance } = {
  async 'kill a worker'(stage) {
    const worker = oneOf(stage)
    worker.signal('SIGKILL')
    return worker.name
  },

  async 'kill the ingest'({ ingest }) {
    ingest().signal('SIGKILL')
    return ingest().name
  },

  async 'a worker sleeps past its session and wakes up'(stage) {
    const worker = oneOf(stage)
    worker.signal('SIGSTOP')
    await sleep(sleepMs)
    worker.signal('SIGCONT')
    return worker.name
  },

  async 'the ingest sleeps, another takes its place, it wakes up'({ ingest, addIngest }) {
    const zombie = ingest()
    zombie.signal('SIGSTOP')
    const heir = addIngest()
    await sleep(sleepMs)
    zombie.signal('SIGCONT')
    await zombie.retire()
    return `${zombie.name}, now ${heir.name}`
  },

  async 'a worker joins'({ addWorker }) {
    return addWorker().name
  },

  async 'a worker leaves'(stage) {
    if (stage.workers.length < 2) stage.addWorker()
    const worker = oneOf(stage)
    stage.workers.splice(stage.workers.indexOf(worker), 1)
    await worker.retire()
    return worker.name
  },

  async 'the broker is killed in the middle of commits'({ cluster }) {
    await cluster.killNode(1)
    await cluster.startNode(1)
    return 'node 1'
  },

  async 'two strangers’ overlapping transactions are aborted'(stage) {
    const { names } = stage
    const places = [
      names.topic(topics.signals),
      names.topic(topics.candles),
      names.topic(deadLetters),
    ]
    await overlappingAborts(stage, places, 0)
    return places.join(' ')
  },

  async 'changelogs end in control records, and their owners are killed'(stage) {
    const { names, partitions, workers } = stage
    for (let partition = 0; partition < partitions; partition++)
      await overlappingAborts(stage, [names.changelog('market')], partition)
    for (const worker of workers) worker.signal('SIGKILL')
    return `${partitions} changelogs, ${workers.length} workers`
  },

  async 'a sink of the tables is killed'(stage) {
    return signalSink(stage, 'SIGKILL')
  },

  async 'a sink of the tables sleeps past its session and wakes up'(stage) {
    const sink = signalSink(stage, 'SIGSTOP')
    await sleep(sleepMs)
    if (Number(sink) > 0) process.kill(Number(sink), 'SIGCONT')
    return sink
  },

  async 'ClickHouse is away for a while'({ tables }) {
    await tables.killServer()
    await sleep(awayMs)
    await tables.startServer()
    return 'the server'
  },

  async 'the schema registry is away for a while, and a worker begins'(stage) {
    await stage.registry.kill()
    const worker = oneOf(stage)
    worker.signal('SIGKILL')
    await sleep(awayMs)
    await stage.registry.startAgain()
    return worker.name
  },
}

/** What two transactions of strangers leave behind, one begun in the midst of the other: rubbish that nobody may see. */
async function overlappingAborts(
  { client }: Stage,
  places: readonly string[],
  partition: number,
): Promise<void> {
  const messages = [{ partition, key: 'position', value: 'rubbish' }]
  const send = { topicMessages: places.map((topic) => ({ topic, messages })) }
  const [one, other] = [0, 1].map(() =>
    client.producer({ transactionalId: freshName('stranger'), maxInFlightRequests: 1 }),
  ) as [ReturnType<KafkaClient['producer']>, ReturnType<KafkaClient['producer']>]
  await Promise.all([one.connect(), other.connect()])
  const first = await one.transaction()
  await first.sendBatch(send)
  const second = await other.transaction()
  await second.sendBatch(send)
  await first.sendBatch(send)
  await first.abort()
  await second.sendBatch(send)
  await second.abort()
  await Promise.all([one.disconnect(), other.disconnect()])
}

/** Gives the process. */
function signalSink({ tables, random }: Stage, signal: NodeJS.Signals): string {
  const sink = tables.sinks[Math.floor(random() * tables.sinks.length)]
  if (sink?.pid === undefined) return 'between two lives'
  const { pid } = sink
  process.kill(pid, signal)
  return String(pid)
}

function oneOf({ workers, random }: Stage): Worker {
  return workers[Math.floor(random() * workers.length)] as Worker
}
