import { setTimeout as sleep } from 'node:timers/promises'
import { kafkaClient } from '../../engine/log/kafka/client.ts'
import { randomSequence } from '../../operators/learning/random.ts'
import { startKafka } from '../kafka/broker.ts'
import { ChainOnKafka } from '../kafka/chain-on-kafka.ts'
import type { EngineProcessOptions } from '../kafka/engine-process.ts'
import { TestRegistry } from '../kafka/registry-server.ts'
import { chainTopology, type Digests, digestsOf, runChain } from '../replay/chain.ts'
import { sourceOf } from '../replay/market-data.ts'
import { disturbances, type Stage } from './disturbances.ts'
import { type Effects, effectsOf, effectTopics } from './one-effect.ts'
import { Tables } from './tables.ts'
import { Worker } from './workers.ts'

export interface DisturbedOptions {
  readonly paths: readonly string[]
  /** Times faster than life. */
  readonly speed: number
  readonly partitions: number
  readonly workers: number
  readonly seed: number
  /** How often each disturbance comes. */
  readonly rounds: number
  readonly say: (line: string) => void
}

export interface DisturbedRun {
  readonly expected: Digests
  readonly found: Digests
  readonly effects: Effects
  /** Processes that were started, and what ended as it should not. */
  readonly lives: number
  readonly faults: readonly string[]
  /** Disturbances by name: how often each came while records flowed. */
  readonly done: ReadonlyMap<string, number>
}

/** Between two disturbances, at least; and up to so much more. */
const pauseMs = 1_000
const pauseMoreMs = 2_000

/** Runs the chain over processes that share it, disturbs them in a random order, and reads back what they wrote. */
export async function disturbedRun(options: DisturbedOptions): Promise<DisturbedRun> {
  const { paths, partitions, seed, say } = options
  const random = randomSequence(seed)
  const expected = digestsOf(await runChain({ source: await sourceOf(paths), partitions }))
  const kafka = await startKafka()
  const registry = await TestRegistry.start()
  const faults: string[] = []
  const all: Worker[] = []
  let tables: Tables | undefined
  try {
    const { brokers, cluster } = kafka
    if (cluster === undefined) throw new Error('brokers that are to be killed must be our own')
    const chain = new ChainOnKafka(brokers, chainTopology(), partitions, undefined, registry.url)
    await chain.createTopics()
    const given = { brokers, app: chain.names.app, partitions, paths, registryUrl: registry.url }
    const begin = (kind: string, more: Partial<EngineProcessOptions>): Worker => {
      const worker = new Worker(`${kind} ${all.length}`, { ...given, ...more }, (text) =>
        faults.push(text),
      )
      all.push(worker)
      return worker
    }
    tables = await Tables.start(chain, registry.url, 2)
    const workers: Worker[] = []
    let ingest = begin('ingest', { share: 'only ingest', speed: options.speed })
    const stage: Stage = {
      cluster,
      registry,
      client: kafkaClient({ brokers }, 'strangers', () => undefined),
      names: chain.names,
      partitions,
      workers,
      tables,
      random,
      ingest: () => ingest,
      addWorker: () => {
        const worker = begin('worker', { share: 'without ingest' })
        workers.push(worker)
        return worker
      },
      addIngest: () => {
        ingest = begin('ingest', { share: 'only ingest', speed: options.speed })
        return ingest
      },
    }
    while (workers.length < options.workers) stage.addWorker()
    await Promise.all(workers.map((worker) => worker.working()))
    let flows = true
    const through = async (): Promise<void> => {
      for (let last = ingest; ; last = ingest) {
        await last.living
        if (last === ingest) break
      }
      flows = false
    }
    const ending = through()
    const done = await disturb(stage, options, () => flows && faults.length === 0)
    say('the rest in peace')
    await ending
    for (const worker of workers) await worker.retire()
    const lives = all.reduce((sum, worker) => sum + worker.lives, 0)
    const effects = effectsOf(await chain.readBack(effectTopics))
    faults.push(...(await tables.differences(chain)))
    return { expected, found: await chain.digests(), effects, lives, faults, done }
  } finally {
    for (const worker of all) worker.signal('SIGKILL')
    await tables?.stop()
    await registry.stop()
    await kafka.stop()
  }
}

async function disturb(
  stage: Stage,
  { rounds, say }: DisturbedOptions,
  goesOn: () => boolean,
): Promise<ReadonlyMap<string, number>> {
  const done = new Map(Object.keys(disturbances).map((name) => [name, 0]))
  const order: string[] = []
  for (let round = 0; round < rounds; round++)
    order.push(...shuffled([...done.keys()], stage.random))
  for (const name of order) {
    await sleep(pauseMs + stage.random() * pauseMoreMs)
    if (!goesOn()) break
    const startedMs = performance.now()
    const whom = await disturbances[name]?.(stage)
    done.set(name, (done.get(name) ?? 0) + 1)
    const seconds = ((performance.now() - startedMs) / 1_000).toFixed(1)
    say(`${new Date().toISOString()}  ${name} (${whom}), ${seconds} s`)
  }
  return done
}

function shuffled<T>(list: T[], random: () => number): T[] {
  for (let at = list.length - 1; at > 0; at--) {
    const other = Math.floor(random() * (at + 1))
    const one = list[at] as T
    list[at] = list[other] as T
    list[other] = one
  }
  return list
}

/** Topics whose digests are not the expected ones. */
export function differences({ expected, found }: DisturbedRun): readonly string[] {
  return Object.entries(expected).flatMap(([topic, { records, digest }]) => {
    const other = found[topic]
    if (other?.digest === digest && other.records === records) return []
    return [`${topic}: ${records} records expected, ${other?.records ?? 0} found`]
  })
}
