import { setTimeout as sleep } from 'node:timers/promises'
import type { Registry } from 'prom-client'
import { ConfigError } from '../engine/core/errors.ts'
import type { Source } from '../engine/core/source.ts'
import type { Topic } from '../engine/core/topic.ts'
import type { Topology } from '../engine/core/topology.ts'
import { KafkaEngine } from '../engine/log/kafka/kafka-engine.ts'
import { KafkaMetrics } from '../engine/log/kafka/kafka-metrics.ts'
import { membershipTimes } from '../engine/log/kafka/membership.ts'
import type { MarketKind } from '../operators/positions/levels.ts'
import type { Mode } from '../schemas/contracts.generated.ts'
import { topics } from '../schemas/topics.ts'
import { chainOf, identityOf, ingestOptions, openingsOf, tradingSettings } from './assembly.ts'
import type { Config } from './config.ts'
import { openKafkaFolder } from './data-folder.ts'
import { attachDatabase, sinkCluster } from './database.ts'
import { queryOf } from './embedded-handlers.ts'
import { KafkaApplication } from './kafka-application.ts'
import { deadlinesOf } from './kafka-deadlines.ts'
import { prefixOf } from './kafka-prefix.ts'
import { KafkaTail } from './kafka-tail.ts'
import { LiveLines } from './live-lines.ts'
import { serveMetrics } from './metrics-server.ts'
import { closeModels, modelsOf } from './models.ts'
import { quietMs } from './no-signal.ts'
import { askEngine, type EngineHandlers, serveEngine } from './serving.ts'
import { assertReady } from './text-encoder.ts'

export interface KafkaStartOptions {
  readonly config: Config
  readonly mode: Mode
  readonly market: MarketKind
  /** Whether tables may be written. */
  readonly tables: boolean
  /** What this process may run: `ingest`, sub-topologies by name, `sinks`; undefined: all. */
  readonly run: readonly string[] | undefined
  /** Pipelines that run apart; every process of the application must say the same. */
  readonly cut: readonly string[]
  readonly source: Source
  readonly dataDir: string | undefined
  /** Seconds after which it stops by itself. */
  readonly runFor: number | undefined
  /** What is said of the market at the start, and before each line. */
  readonly title: string
  readonly linePrefix: string
  /** How a source that can be asked answers over the socket. */
  readonly collector?: EngineHandlers['collector']
  readonly addMetrics?: (registry: Registry) => void
}

const newsMs = 500
const newsMax = 4
const statusMs = 5_000

/** Runs this process's share of an application on Kafka, until it is stopped. */
export async function startOverKafka(options: KafkaStartOptions): Promise<void> {
  const { config, mode, market, source, cut, dataDir, runFor, title, linePrefix } = options
  const settings = tradingSettings(config, mode, market)
  const models = modelsOf(config)
  const topology = await chainOf(config, settings, cut, models)
  const subTopologies = topology.subTopologies.map(({ id }) => id)
  const known = ['ingest', ...subTopologies, ...(options.tables ? ['sinks'] : [])]
  const parts = partsOf(options.run, known)
  if (runsMemory(topology, parts)) await assertReady(models.encoder)
  const app = prefixOf(mode, config.kafka)
  const folder = openKafkaFolder(dataDir, app)
  if ((await askEngine(folder, { ask: 'metrics' })) !== undefined)
    throw new ConfigError(
      `an engine runs on ${folder}: give another process of this machine a --data-dir of its own`,
    )
  const onWarning = (text: string): void => console.error(text)
  const identity = identityOf(config, settings, cut)
  const application = await KafkaApplication.open({ config, app, topology, identity, onWarning })
  const { link } = application
  const metrics = new KafkaMetrics()
  if (parts.includes('ingest')) options.addMetrics?.(metrics.registry)
  const engine = new KafkaEngine({
    topology,
    link,
    ...(parts.includes('ingest')
      ? {
          source: {
            source,
            ingest: ingestOptions(config),
            commandTopics: [topics.control],
            openings: openingsOf(config, await application.controls()),
          },
        }
      : {}),
    run: subTopologies.filter((id) => parts.includes(id)),
    share: membershipTimes,
    batch: config.batch,
    commitEvents: config.commit,
    commitMs: 150,
    deadlines: deadlinesOf(config),
    observer: metrics,
    checkpoints: { folder, everyMs: 30_000, everyBytes: 64 * 1_048_576 },
  })
  const database = parts.includes('sinks')
    ? await attachDatabase(folder, config, sinkCluster(config, app, config.partitions))
    : undefined
  const text = (): Promise<string> => metrics.text(engine)
  const server = await serveEngine(folder, {
    query: (sql, format) => queryOf(database, sql, format),
    metrics: text,
    stop: () => engine.stop(),
    ...(options.collector === undefined || !parts.includes('ingest')
      ? {}
      : { collector: options.collector }),
  })
  const metricsServer = await serveMetrics(config, text)
  const stop = (): void => engine.stop()
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
  if (runFor !== undefined) setTimeout(stop, runFor * 1_000).unref()
  console.log(`${title} · preset ${settings.preset}`)
  console.log(
    `topics ${app === '' ? '' : `${app}.`}* at ${config.kafka.brokers.join(',')} · runs ${parts.join(', ')} · Ctrl-C saves and leaves`,
  )
  if (metricsServer !== undefined) console.log(`metrics at ${metricsServer.url}`)

  const tail = await KafkaTail.open(link, told, { topics: recent, lengthMs: quietMs })
  const lines = new LiveLines(tail.log, linePrefix, settings)
  lines.catchUp(recordsOf(engine))
  const talking = talk(engine, tail, lines)
  try {
    await engine.run()
  } finally {
    engine.stop()
    await talking
    tail.close()
    await metricsServer?.close()
    await server.close()
    await database?.close()
    await closeModels(models)
    await application.close()
  }
  console.log('saved; the same command goes on from here')
}

/** What the lines tell of. */
const told = [topics.signals, topics.outcomes, topics.weights, topics.status] as Topic<unknown>[]
/** They are many, and only of the last day is spoken. */
const recent = [topics.rejections] as Topic<unknown>[]

function partsOf(
  asked: readonly string[] | undefined,
  known: readonly string[],
): readonly string[] {
  const strange = asked?.find((part) => !known.includes(part))
  if (strange !== undefined)
    throw new ConfigError(`--run: there is no '${strange}'; there are ${known.join(', ')}`)
  return asked ?? known
}

/** Whether texts are encoded in this process. */
function runsMemory({ subTopologies }: Topology, parts: readonly string[]): boolean {
  return subTopologies.some(
    ({ id, pipelines }) => parts.includes(id) && pipelines.some((one) => one.id === 'embeddings'),
  )
}

/** Taken by the ingest, where it is here; else events of the tasks that are. */
function recordsOf(engine: KafkaEngine): number {
  return (
    engine.ingest?.ingest.takenItems() ??
    engine.runners().reduce((sum, { task }) => sum + task.events, 0)
  )
}

/** How far what runs here has come; for the lines. */
function clockOf(engine: KafkaEngine): number {
  const here = engine.runners().map(({ committedWatermarkMs }) => committedWatermarkMs)
  if (here.length > 0) return Math.min(...here)
  return engine.ingest?.ingest.clockMs ?? Number.NEGATIVE_INFINITY
}

/** Prints news and how things stand until the engine stops. */
async function talk(engine: KafkaEngine, tail: KafkaTail, lines: LiveLines): Promise<void> {
  let statusAtMs = performance.now() + statusMs
  while (!engine.stopped) {
    await sleep(newsMs)
    if (engine.stopped) return
    tail.poll()
    // While history runs at full speed, only some of the news can be read.
    for (const line of lines.news().slice(-newsMax)) console.log(line)
    const quiet = lines.noSignal(clockOf(engine))
    if (quiet !== undefined) console.log(quiet)
    if (performance.now() < statusAtMs) continue
    statusAtMs = performance.now() + statusMs
    console.log(lines.status(recordsOf(engine), clockOf(engine)))
  }
}
