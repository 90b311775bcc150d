import { Command, InvalidArgumentError, Option } from 'commander'
import { normaliseSymbol } from '../../connectors/files/symbol-name.ts'
import { simSource } from '../../connectors/sim/sim-source.ts'
import { EngineMetrics } from '../../engine/core/engine-metrics.ts'
import { ConfigError } from '../../engine/core/errors.ts'
import type { Source } from '../../engine/core/source.ts'
import { assemble } from '../assembly.ts'
import { type Config, loadConfig } from '../config.ts'
import { openFolder } from '../data-folder.ts'
import { runEmbedded } from '../embedded-run.ts'
import { startOverKafka } from '../kafka-start.ts'
import { startLive } from '../live-start.ts'
import { modelsOf } from '../models.ts'
import { cutOption, wholeNumber } from '../options.ts'
import { Progress } from '../progress.ts'
import { countsOf, summarise } from '../summary.ts'
import { summaryText } from '../summary-text.ts'
import { assertReady } from '../text-encoder.ts'

/** Simulated time begins here for everybody: the same seed is the same history. */
const simStartMs = Date.UTC(2026, 0, 1)
const linePrefix = 'SIMULATED '

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
  const { dataDir, runFor, cut, record, clickhouse: tables } = flags
  const run = flags.run?.split(',').map((part) => part.trim())
  const log = flags.log === 'kafka' ? 'kafka' : 'lmdb'
  if (run !== undefined && log !== 'kafka')
    throw new ConfigError('--run goes with --log kafka: elsewhere one process runs everything')
  if (config.source === 'binance')
    await startLive({ config, symbols, log, run, cut, dataDir, tables, runFor, record })
  else if (log === 'kafka') await simulateOverKafka(flags, config, symbols, run)
  else await simulate(flags, config, symbols)
}

function sourceOf({ seed, days, speed }: StartFlags, symbols: readonly string[]): Source {
  return simSource({ seed, symbols, startMs: simStartMs, historyDays: days, speed })
}

function titleOf({ seed }: StartFlags, symbols: readonly string[]): string {
  return `AlphaPulse · SIMULATED market (seed ${seed}, ${symbols.join(' ')}) · paper only, no orders are sent`
}

async function simulateOverKafka(
  flags: StartFlags,
  config: Config,
  symbols: readonly string[],
  run: readonly string[] | undefined,
): Promise<void> {
  await startOverKafka({
    config,
    mode: 'sim',
    market: 'perpetual',
    tables: flags.clickhouse,
    run,
    cut: flags.cut,
    source: sourceOf(flags, symbols),
    dataDir: flags.dataDir,
    runFor: flags.runFor,
    title: titleOf(flags, symbols),
    linePrefix,
  })
}

async function simulate(
  flags: StartFlags,
  config: Config,
  symbols: readonly string[],
): Promise<void> {
  const models = modelsOf(config)
  await assertReady(models.encoder)
  const folder = openFolder(flags.dataDir, 'sim')
  const historyItems = flags.days * 1_440 * symbols.length
  let progress: Progress | undefined
  const { engine, log, settings } = await assemble({
    config,
    mode: 'sim',
    market: 'perpetual',
    source: sourceOf(flags, symbols),
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
  console.log(`${titleOf(flags, symbols)} · preset ${settings.preset}`)
  console.log(
    `data in ${folder} · Ctrl-C saves and leaves · npx alphapulse sql "SELECT * FROM live_signals" asks`,
  )
  let live = engine.ingest.takenItems() >= historyItems
  await runEmbedded({
    assembly: { engine, log, settings },
    config,
    folder,
    metrics,
    models,
    tables: flags.clickhouse,
    runFor: flags.runFor,
    linePrefix,
    onStart(lines) {
      const done = engine.ingest.takenItems()
      if (live) {
        lines.catchUp(done)
        return
      }
      console.log(`first, ${flags.days} simulated days at full speed …`)
      progress = new Progress(historyItems, done)
    },
    catchingUp(lines) {
      if (live) return undefined
      if (engine.ingest.takenItems() < historyItems)
        return () => lines.status(engine.ingest.takenItems(), engine.ingest.clockMs)
      live = true
      progress?.end()
      progress = undefined
      console.log(summaryText(summarise(log, countsOf(engine.tasks), settings)))
      // The summary has told it.
      lines.noSignal(engine.ingest.clockMs)
      console.log(`now live, at ${flags.speed} times real time:`)
      return undefined
    },
    onEnd: () => progress?.end(),
  })
}
