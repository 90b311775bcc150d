import { setTimeout as sleep } from 'node:timers/promises'
import type { Engine } from '../engine/core/engine.ts'
import type { EngineMetrics } from '../engine/core/engine-metrics.ts'
import type { Assembly } from './assembly.ts'
import type { Config } from './config.ts'
import { attachDatabase } from './database.ts'
import { embeddedHandlers } from './embedded-handlers.ts'
import { LiveLines } from './live-lines.ts'
import { serveMetrics } from './metrics-server.ts'
import { closeModels, type Models } from './models.ts'
import { type EngineHandlers, serveEngine } from './serving.ts'
import { countsOf, summarise } from './summary.ts'
import { summaryText } from './summary-text.ts'

const statusMs = 5_000
const newsMs = 500
const newsMax = 4

export interface EmbeddedRun {
  readonly assembly: Pick<Assembly, 'engine' | 'log' | 'settings'>
  readonly config: Config
  readonly folder: string
  readonly metrics: EngineMetrics
  readonly models: Models
  readonly tables: boolean
  readonly runFor: number | undefined
  /** Stands before each line of news. */
  readonly linePrefix: string
  /** What the engine can be asked beside the usual. */
  readonly handlers?: Partial<EngineHandlers>
  /** With the lines, before the first item is taken. */
  readonly onStart: (lines: LiveLines) => void
  /** Undefined where it is live; else the text of its state, while only some of the news can be read. */
  readonly catchingUp: (lines: LiveLines) => (() => string) | undefined
  /** When the last news was told, before the summary. */
  readonly onEnd?: () => void
}

/** Runs an engine on a folder of this machine until it is stopped: tables, metrics and answers beside it, news and its state on the terminal. */
export async function runEmbedded(run: EmbeddedRun): Promise<void> {
  const { assembly, config, folder, metrics, models, tables, runFor, handlers, onStart } = run
  const { engine, log, settings } = assembly
  const database = tables ? await attachDatabase(folder, config) : undefined
  const metricsServer = await serveMetrics(config, () => metrics.registry.metrics())
  const server = await serveEngine(folder, {
    ...embeddedHandlers(engine, database, metrics),
    ...handlers,
  })
  const stop = (): void => engine.stop()
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
  if (runFor !== undefined) setTimeout(stop, runFor * 1_000).unref()
  const lines = new LiveLines(log, run.linePrefix, settings)
  onStart(lines)
  const talking = talk(engine, lines, run.catchingUp)
  try {
    await engine.run()
  } finally {
    engine.stop()
    await talking
    await server.close()
    await metricsServer?.close()
    await database?.close()
    await closeModels(models)
  }
  run.onEnd?.()
  console.log(`\n${summaryText(summarise(log, countsOf(engine.tasks), settings))}`)
  await log.close()
  console.log('saved; the same command goes on from here')
}

/** Prints news and how things stand until the engine stops. */
async function talk(
  engine: Engine,
  lines: LiveLines,
  catchingUp: EmbeddedRun['catchingUp'],
): Promise<void> {
  let statusAtMs = performance.now() + statusMs
  while (!engine.stopped) {
    await sleep(newsMs)
    const { ingest } = engine
    const state = catchingUp(lines)
    const news = lines.news()
    for (const line of state === undefined ? news : news.slice(-newsMax)) console.log(line)
    const quiet = state === undefined ? lines.noSignal(ingest.clockMs) : undefined
    if (quiet !== undefined) console.log(quiet)
    if (performance.now() < statusAtMs) continue
    statusAtMs = performance.now() + statusMs
    console.log(state?.() ?? lines.status(ingest.takenItems(), ingest.clockMs))
  }
}
