import { Command, Option } from 'commander'
import { type MarketFile, openMarketFile } from '../../connectors/files/market-file.ts'
import { replaySource } from '../../connectors/files/replay-source.ts'
import { EngineMetrics } from '../../engine/core/engine-metrics.ts'
import type { Source } from '../../engine/core/source.ts'
import type { Log } from '../../engine/log/log.ts'
import type { MarketKind } from '../../operators/positions/levels.ts'
import { assemble } from '../assembly.ts'
import { type Config, loadConfig } from '../config.ts'
import { openFolder } from '../data-folder.ts'
import { attachDatabase } from '../database.ts'
import { digestsOf } from '../digests.ts'
import { embeddedHandlers } from '../embedded-handlers.ts'
import { replayOverKafka } from '../kafka-replay.ts'
import { marketOf } from '../market-of.ts'
import { closeModels, modelsOf } from '../models.ts'
import { cutOption, replaySpeed, wholeNumber } from '../options.ts'
import { Progress } from '../progress.ts'
import { serveEngine } from '../serving.ts'
import { countsOf, type Summary, summarise } from '../summary.ts'
import { summaryText } from '../summary-text.ts'
import { assertReady } from '../text-encoder.ts'

interface ReplayFlags {
  readonly data: readonly string[]
  readonly symbol?: string
  readonly dataDir?: string
  readonly log: string
  readonly partitions?: number
  readonly batch?: number
  readonly commit?: number
  readonly speed: number
  readonly preset?: string
  readonly market?: string
  readonly durability?: string
  readonly roundtrip?: boolean
  readonly cut: readonly string[]
  readonly clickhouse: boolean
  readonly json?: boolean
}

export function replayCommand(): Command {
  return new Command('replay')
    .description('run recorded market data through the whole chain: the same operators as live')
    .requiredOption(
      '--data <files...>',
      'CSV or raw WebSocket captures, gzip or not; several are merged by time',
    )
    .option(
      '--symbol <symbol>',
      'where neither content nor file name tell it (BTCUSDT or BTC/USDT)',
    )
    .option(
      '--data-dir <folder>',
      'where log and tables go; data/replay-<files> where it is left out',
    )
    .addOption(
      new Option('--log <log>', 'memory keeps nothing; kafka: kafka.brokers and kafka.registry.url')
        .choices(['memory', 'lmdb', 'kafka'])
        .default('lmdb'),
    )
    .option('--partitions <n>', 'partitions of the topics keyed by symbol', wholeNumber)
    .option('--batch <n>', 'events a task takes in one turn', wholeNumber)
    .option('--commit <n>', 'events after which a commit is due', wholeNumber)
    .option(
      '--speed <n>',
      "times faster than life, or 'max'",
      replaySpeed,
      Number.POSITIVE_INFINITY,
    )
    .option('--preset <preset>', 'strict, standard or exploring')
    .option('--market <market>', 'perpetual, spot or auto')
    .option('--durability <durability>', 'process or power')
    .option('--roundtrip', 'with --log memory: encode and decode every record')
    .addOption(cutOption())
    .option('--no-clickhouse', 'no tables: only the log is written')
    .option('--json', 'one JSON object, with the digests')
    .action(replay)
}

async function replay(flags: ReplayFlags): Promise<void> {
  const { partitions, batch, commit, preset, market, durability } = flags
  const config = await loadConfig({ partitions, batch, commit, preset, market, durability })
  const files = await Promise.all(
    flags.data.map((path) => openMarketFile(path, { symbol: flags.symbol })),
  )
  if (flags.json !== true) for (const file of files) describe(file)
  const marketFound = await marketOf(files)
  const source = replaySource(files, { speed: flags.speed })
  if (flags.log === 'kafka') {
    await overKafka(flags, config, files, source, marketFound)
    return
  }
  const models = modelsOf(config)
  await assertReady(models.encoder)
  const inMemory = flags.log === 'memory'
  const folder = inMemory ? '' : openFolder(flags.dataDir, `replay-${source.id.slice(0, 8)}`)
  const totalRecords = files.reduce((sum, file) => sum + file.records + file.badRows, 0)
  let progress: Progress | undefined
  const { engine, log, settings } = await assemble({
    config,
    mode: 'replay',
    market: marketFound,
    source,
    log: inMemory ? 'memory' : 'lmdb',
    folder,
    cut: flags.cut,
    parts: models,
    roundtrip: flags.roundtrip === true,
    onCommit: (engine) => {
      metrics.observe(engine)
      progress?.show(engine.ingest.takenItems(), engine.ingest.clockMs)
    },
  })
  const metrics = new EngineMetrics(log)
  const before = engine.ingest.takenItems()
  const already = engine.ingest.done
  progress = new Progress(totalRecords, before)
  const database = inMemory || !flags.clickhouse ? undefined : await attachDatabase(folder, config)
  const server = inMemory
    ? undefined
    : await serveEngine(folder, embeddedHandlers(engine, database, metrics))
  const stop = () => engine.stop()
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
  const startedMs = performance.now()
  await engine.run()
  const seconds = (performance.now() - startedMs) / 1_000
  progress.end()
  if (database !== undefined) {
    if (flags.json !== true) process.stderr.write('writing the tables …\n')
    await database.sync()
  }
  const records = engine.ingest.takenItems() - before
  const lines = folder === '' ? [] : [`folder       ${folder}`]
  if (database !== undefined)
    lines.push(`ask it       npx alphapulse sql "SELECT * FROM head_performance"`)
  tell(flags, {
    summary: summarise(log, countsOf(engine.tasks), settings),
    log,
    place: { folder },
    lines,
    already,
    finished: engine.ingest.done,
    records,
    seconds,
  })
  await server?.close()
  await database?.close()
  await closeModels(models)
  await log.close()
}

async function overKafka(
  flags: ReplayFlags,
  config: Config,
  files: readonly MarketFile[],
  source: Source,
  market: MarketKind,
): Promise<void> {
  const totalRecords = files.reduce((sum, file) => sum + file.records + file.badRows, 0)
  let progress: Progress | undefined
  const done = await replayOverKafka({
    config,
    source,
    market,
    cut: flags.cut,
    onProgress: (taken, clockMs) => {
      progress ??= new Progress(totalRecords, taken)
      progress.show(taken, clockMs)
    },
    onWarning: (text) => console.error(text),
  })
  progress?.end()
  const { log, counts, settings, records, seconds, finished, app } = done
  tell(flags, {
    summary: summarise(log, counts, settings),
    log,
    place: { app },
    lines: [`topics       ${app}.signals, ${app}.outcomes …, at ${config.kafka.brokers.join(',')}`],
    already: false,
    finished,
    records,
    seconds,
  })
}

interface Replayed {
  readonly summary: Summary
  readonly log: Log
  /** Where it lies, as JSON and as lines name it. */
  readonly place: { readonly [name: string]: string }
  readonly lines: readonly string[]
  /** It had been replayed before. */
  readonly already: boolean
  readonly finished: boolean
  readonly records: number
  readonly seconds: number
}

function tell({ json }: ReplayFlags, replayed: Replayed): void {
  const { summary, log, place, lines, already, finished, records, seconds } = replayed
  const recordsPerSecond = records / seconds
  if (json === true) {
    const speed = { records, seconds, recordsPerSecond }
    console.log(JSON.stringify({ ...summary, finished, ...place, speed, digests: digestsOf(log) }))
    return
  }
  if (already)
    console.log('These files were replayed into this folder before; nothing was left to do.')
  if (!finished) console.log('Stopped before the end; the same command goes on from here.')
  console.log(summaryText(summary))
  console.log(
    `speed        ${records.toLocaleString('en')} records in ${seconds.toFixed(1)} s, ${Math.round(recordsPerSecond).toLocaleString('en')} a second`,
  )
  for (const line of lines) console.log(line)
}

function describe(file: MarketFile): void {
  const what = file.interval === null ? file.format : `${file.format} ${file.interval}`
  console.log(
    `${file.path}: ${what}, ${file.symbols.join(' ')}, ${file.records.toLocaleString('en')} records`,
  )
  for (const note of file.notes) console.log(`  ${note}`)
  if (file.badRows > 0)
    console.log(`  ${file.badRows} rows cannot be read: they go to dead-letters`)
}
