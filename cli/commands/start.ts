import { setTimeout as sleep } from 'node:timers/promises'
import { Command, InvalidArgumentError, Option } from 'commander'
import { normaliseSymbol } from '../../connectors/files/symbol-name.ts'
import { simSource } from '../../connectors/sim/sim-source.ts'
import type { Engine } from '../../engine/core/engine.ts'
import { EngineMetrics } from '../../engine/core/engine-metrics.ts'
import { ConfigError } from '../../engine/core/errors.ts'
import { assemble } from '../assembly.ts'
import { type Config, loadConfig } from '../config.ts'
import { openFolder } from '../data-folder.ts'
import { attachDatabase } from '../database.ts'
import { embeddedHandlers } from '../embedded-handlers.ts'
import { startOverKafka } from '../kafka-start.ts'
import { LiveLines } from '../live-lines.ts'
import { startLive } from '../live-start.ts'
import { serveMetrics } from '../metrics-server.ts'
import { closeModels, modelsOf } from '../models.ts'
import { cutOption, wholeNumber } from '../options.ts'
import { Progress } from '../progress.ts'
import { serveEngine } from '../serving.ts'
import { countsOf, summarise } from '../summary.ts'
import { summaryText } from '../summary-text.ts'
import { assertReady } from '../text-encoder.ts'

/** Simulated time begins here for everybody: the same seed is the same history. */
const simStartMs = Date.UTC(2026, 0, 1)
const statusMs = 5_000
const newsMs = 500
const newsMax = 4
const runNeedsKafka = '--run goes with --log kafka: elsewhere one process runs everything'

interface StartFlags {
  readonly log: string
  readonly run?: string
  readonly cut: readonly string[]
  readonly source?: string
  readonly market?: string
  readonly record?: string
  readonly seed: number
  readonly symbols?: string
  readonly days: number
  readonly speed: number
  readonly dataDir?: string
  readonly preset?: string
  readonly partitions?: number
  readonly durability?: string
  readonly clickhouse: boolean
  readonly runFor?: number
}

export function startCommand(): Command {
  return new Command('start')
    .description('start the engine; without network or data it trades a simulated market on paper')
    .addOption(
      new Option(
        '--source <source>',
        'where ticks come from; binance: live, on paper, without a key; else what the settings say',
      ).choices(['sim', 'binance']),
    )
    .addOption(
      new Option(
        '--log <log>',
        'where records are kept; kafka: kafka.brokers and kafka.registry.url',
      )
        .choices(['lmdb', 'kafka'])
        .default('lmdb'),
    )
    .option(
      '--run <parts>',
      'with --log kafka, only these, with commas between them: ingest, market, desk, sinks',
    )
    .addOption(cutOption())
    .addOption(
      new Option('--market <market>', 'of --source binance').choices(['spot', 'perpetual']),
    )
    .option('--record <file>', 'with --source binance: its raw messages, for `replay`')
    .option('--seed <n>', 'of the simulated market', wholeNumber, 1)
    .option('--symbols <list>', 'comma-separated, as BTCUSDT or BTC/USDT')
    .option('--days <n>', 'simulated days that a new folder replays first', wholeNumber, 45)
    .option('--speed <n>', 'simulated time per real time, afterwards', positiveNumber, 60)
    .option(
      '--data-dir <folder>',
      'where log and tables go; data/sim or data/live-… where it is left out',
    )
    .option('--preset <preset>', 'strict, standard or exploring')
    .option('--partitions <n>', 'partitions of the topics keyed by symbol', wholeNumber)
    .option('--durability <durability>', 'process or power')
    .option('--no-clickhouse', 'no tables: only the log is written')
    .option('--run-for <seconds>', 'stop by itself after so long', positiveNumber)
    .action(start)
}

function positiveNumber(text: string): number {
  const value = Number(text)
  if (!(value > 0)) throw new InvalidArgumentError('it must be a number above 0')
  return value
}

function symbolsOf({ symbols }: Config): readonly string[] {
  if (symbols.length === 0) return ['BTCUSDT', 'ETHUSDT', 'SOLUSDT']
  return symbols.map((text) => {
    const symbol = normaliseSymbol(text)
    if (symbol === null) throw new ConfigError(`symbols: '${text}' is none, as BTCUSDT or BTC/USDT`)
    return symbol
  })
}

async function start(flags: StartFlags): Promise<void> {
  const { partitions, preset, durability } = flags
  const config = await loadConfig({
    partitions,
    preset,
    durability,
    source: flags.source,
    symbols: flags.symbols,
    'binance.market': flags.market,
  })
  const symbols = symbolsOf(config)
  if (config.source === 'binance') {
    const { dataDir, runFor, cut, record } = flags
    const run = flags.run?.split(',').map((part) => part.trim())
    if (run !== undefined && flags.log !== 'kafka') throw new ConfigError(runNeedsKafka)
    const log = flags.log === 'kafka' ? 'kafka' : 'lmdb'
    const tables = flags.clickhouse
    await startLive({ config, symbols, log, run, cut, dataDir, tables, runFor, record })
    return
  }
  const source = simSource({
    seed: flags.seed,
    symbols,
    startMs: simStartMs,
    historyDays: flags.days,
    speed: flags.speed,
  })
  const title = `AlphaPulse · SIMULATED market (seed ${flags.seed}, ${symbols.join(' ')}) · paper only, no orders are sent`
  const linePrefix = 'SIMULATED '
  if (flags.log === 'kafka') {
    await startOverKafka({
      config,
      mode: 'sim',
      market: 'perpetual',
      tables: flags.clickhouse,
      run: flags.run?.split(',').map((part) => part.trim()),
      cut: flags.cut,
      source,
      dataDir: flags.dataDir,
      runFor: flags.runFor,
      title,
      linePrefix,
    })
    return
  }
  if (flags.run !== undefined) throw new ConfigError(runNeedsKafka)
  const models = modelsOf(config)
  await assertReady(models.encoder)
  const folder = openFolder(flags.dataDir, 'sim')
  const historyItems = flags.days * 1_440 * symbols.length
  let progress: Progress | undefined
  const { engine, log, settings } = await assemble({
    config,
    mode: 'sim',
    market: 'perpetual',
    source,
    log: 'lmdb',
    folder,
    cut: flags.cut,
    parts: models,
    onCommit: (engine) => {
      metrics.observe(engine)
      progress?.show(engine.ingest.takenItems(), engine.ingest.clockMs)
    },
  })
  const metrics = new EngineMetrics(log)
  console.log(`${title} · preset ${settings.preset}`)
  console.log(
    `data in ${folder} · Ctrl-C saves and leaves · npx alphapulse sql "SELECT * FROM live_signals" asks`,
  )
  const database = flags.clickhouse ? await attachDatabase(folder, config) : undefined
  const metricsServer = await serveMetrics(config, () => metrics.registry.metrics())
  const server = await serveEngine(folder, embeddedHandlers(engine, database, metrics))
  const stop = () => engine.stop()
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
  if (flags.runFor !== undefined) setTimeout(stop, flags.runFor * 1_000).unref()

  const lines = new LiveLines(log, linePrefix, settings)
  const done = engine.ingest.takenItems()
  if (done < historyItems) {
    console.log(`first, ${flags.days} simulated days at full speed …`)
    progress = new Progress(historyItems, done)
  } else lines.catchUp(done)
  const talking = talk(engine, lines, historyItems, () => {
    progress?.end()
    progress = undefined
    console.log(summaryText(summarise(log, countsOf(engine.tasks), settings)))
    // The summary has told it.
    lines.noSignal(engine.ingest.clockMs)
    console.log(`now live, at ${flags.speed} times real time:`)
  })
  await engine.run()
  await talking
  progress?.end()
  console.log(`\n${summaryText(summarise(log, countsOf(engine.tasks), settings))}`)
  await server.close()
  await metricsServer?.close()
  await database?.close()
  await closeModels(models)
  await log.close()
  console.log('saved; the same command goes on from here')
}

/** Prints news and how things stand until the engine stops. */
async function talk(
  engine: Engine,
  lines: LiveLines,
  historyItems: number,
  onLive: () => void,
): Promise<void> {
  let live = engine.ingest.takenItems() >= historyItems
  let statusAtMs = performance.now() + statusMs
  while (!engine.stopped) {
    await sleep(newsMs)
    if (!live && engine.ingest.takenItems() >= historyItems) {
      live = true
      onLive()
    }
    // While history runs at full speed, only some of the news can be read.
    const news = lines.news()
    for (const line of live ? news : news.slice(-newsMax)) console.log(line)
    const quiet = live ? lines.noSignal(engine.ingest.clockMs) : undefined
    if (quiet !== undefined) console.log(quiet)
    if (performance.now() < statusAtMs) continue
    statusAtMs = performance.now() + statusMs
    console.log(lines.status(engine.ingest.takenItems(), engine.ingest.clockMs))
  }
}
