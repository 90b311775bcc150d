import { contentId } from '../engine/core/identity.ts'
import type { Source } from '../engine/core/source.ts'
import type { Topic } from '../engine/core/topic.ts'
import type { Topology } from '../engine/core/topology.ts'
import type { OnWarning } from '../engine/log/kafka/client.ts'
import { KafkaEngine } from '../engine/log/kafka/kafka-engine.ts'
import { readBack } from '../engine/log/kafka/read-back.ts'
import type { MemoryLog } from '../engine/log/memory.ts'
import type { MarketKind } from '../operators/positions/levels.ts'
import type { TradingSettings } from '../operators/trading/trading-settings.ts'
import { topics, validTrades } from '../schemas/topics.ts'
import { chainOf, identityOf, ingestOptions, openingsOf, tradingSettings } from './assembly.ts'
import type { Config } from './config.ts'
import { KafkaApplication } from './kafka-application.ts'
import { deadlinesOf } from './kafka-deadlines.ts'
import { closeModels, modelsOf } from './models.ts'
import { countsOf } from './summary.ts'
import { assertReady } from './text-encoder.ts'

export interface KafkaReplayOptions {
  readonly config: Config
  readonly source: Source
  readonly market: MarketKind
  /** Pipelines that run apart. */
  readonly cut: readonly string[]
  readonly onProgress: (takenItems: number, clockMs: number) => void
  readonly onWarning: OnWarning
}

export interface KafkaReplay {
  readonly settings: TradingSettings
  /** What was committed, read back. */
  readonly log: MemoryLog
  readonly counts: { readonly [name: string]: number }
  /** Items taken in this run. */
  readonly records: number
  readonly seconds: number
  readonly finished: boolean
  /** First part of the names of its topics. */
  readonly app: string
}

/**
 * Replays over a Kafka cluster, in this process. The same files under the same settings have the same
 * topics, so that a replay that was killed goes on; others never meet them.
 */
export async function replayOverKafka(options: KafkaReplayOptions): Promise<KafkaReplay> {
  const { config, source, market, cut, onProgress, onWarning } = options
  const settings = tradingSettings(config, 'replay', market)
  const models = modelsOf(config)
  await assertReady(models.encoder)
  const topology = await chainOf(config, settings, cut, models)
  const identity = identityOf(config, settings, cut)
  const app = `replay.${contentId(source.id, JSON.stringify({ ...identity, partitions: config.partitions })).slice(0, 12)}`
  const application = await KafkaApplication.open({ config, app, topology, identity, onWarning })
  const { link } = application
  try {
    const engine = new KafkaEngine({
      topology,
      link,
      source: {
        source,
        ingest: ingestOptions(config),
        commandTopics: [topics.control],
        openings: openingsOf(config, await application.controls()),
      },
      batch: config.batch,
      commitEvents: config.commit,
      commitMs: 200,
      deadlines: deadlinesOf(config),
    })
    const stop = (): void => engine.stop()
    process.once('SIGINT', stop)
    process.once('SIGTERM', stop)
    const shown = setInterval(() => {
      const ingest = engine.ingest?.ingest
      if (ingest === undefined) return
      // The source is far ahead of its tasks: what they have committed tells how far it is.
      const doneMs = Math.min(...engine.runners().map((runner) => runner.committedWatermarkMs))
      onProgress(ingest.takenItems(), Math.min(doneMs, ingest.clockMs))
    }, showMs)
    const startedMs = performance.now()
    try {
      await engine.run()
    } finally {
      clearInterval(shown)
    }
    const seconds = (performance.now() - startedMs) / 1_000
    return {
      settings,
      log: await readBack(link, told(topology)),
      counts: countsOf(engine.runners().map(({ task }) => task)),
      records: engine.ingest?.ingest.records ?? 0,
      seconds,
      finished: engine.ingest?.ingest.done ?? false,
      app,
    }
  } finally {
    await closeModels(models)
    await application.close()
  }
}

/** What the source wrote, and what passed of it, is neither summed up nor digested. */
function told({ topics: all }: Topology): readonly Topic<unknown>[] {
  const fromSource = new Set(['ticks', 'klines', 'context', validTrades.name])
  return all.filter(({ name }) => !fromSource.has(name))
}

const showMs = 250
