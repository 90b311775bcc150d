import { Command, Option } from 'commander'
import { type MarketFile, openMarketFile } from '../../connectors/files/market-file.ts'
import { replaySource } from '../../connectors/files/replay-source.ts'
import { EngineMetrics } from '../../engine/core/metrics.ts'
import type { Source } from '../../engine/core/source.ts'
import type { MarketKind } from '../../operators/positions/levels.ts'
import { assemble } from '../assembly.ts'
import { type Config, loadConfig } from '../config.ts'
import { openFolder } from '../data-folder.ts'
import { attachDatabase } from '../database.ts'
import { digestsOf } from '../digests.ts'
import { replayOverKafka } from '../kafka-replay.ts'
import { marketOf } from '../market-of.ts'
import { replaySpeed, wholeNumber } from '../options.ts'
import { Progress } from '../progress.ts'
import { serveEngine } from '../serving.ts'
import { countsOf, summarise } from '../summary.ts'
import { summaryText } from '../summary-text.ts'

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
  const inMemory = flags.log === 'memory'
  const folder = inMemory ? '' : openFolder(flags.dataDir, `replay-${source.id.slice(0, 8)}`)
  const totalRecords = files.reduce((sum, file) => sum + file.records + file.badRows, 0)
  let progress: Progress | undefined
  const metrics = new EngineMetrics()
  const { engine, log, settings } = assemble({
    config,
    mode: 'replay',
    market: marketFound,
    source,
    log: inMemory ? 'memory' : 'lmdb',
    folder,
    roundtrip: flags.roundtrip === true,
    onCommit: (engine) => {
      metrics.observe(engine)
      progress?.show(engine.ingest.takenItems(), engine.ingest.clockMs)
    },
  })
  const before = engine.ingest.takenItems()
  const already = engine.ingest.done
  progress = new Progress(totalRecords, before)
  const database = inMemory || !flags.clickhouse ? undefined : await attachDatabase(folder, config)
  const server = inMemory ? undefined : await serveEngine(folder, engine, database, metrics)
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
  const summary = summarise(log, countsOf(engine.tasks), settings)
  const records = engine.ingest.takenItems() - before
  const finished = engine.ingest.done
  if (flags.json === true) {
    const speed = { records, seconds, recordsPerSecond: records / seconds }
    console.log(JSON.stringify({ ...summary, finished, folder, speed, digests: digestsOf(log) }))
  } else {
    if (already)
      console.log('These files were replayed into this folder before; nothing was left to do.')
    if (!finished) console.log('Stopped before the end; the same command goes on from here.')
    console.log(summaryText(summary))
    console.log(
      `speed        ${records.toLocaleString('en')} records in ${seconds.toFixed(1)} s, ${Math.round(records / seconds).toLocaleString('en')} a second`,
    )
    if (folder !== '') {
      console.log(`folder       ${folder}`)
      if (database !== undefined)
        console.log(`ask it       npx alphapulse sql "SELECT * FROM head_performance"`)
    }
  }
  await server?.close()
  await database?.close()
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
    onProgress: (taken, clockMs) => {
      progress ??= new Progress(totalRecords, taken)
      progress.show(taken, clockMs)
    },
    onWarning: (text) => console.error(text),
  })
  progress?.end()
  const { log, counts, settings, records, seconds, finished, app } = done
  const summary = summarise(log, counts, settings)
  const speed = { records, seconds, recordsPerSecond: records / seconds }
  if (flags.json === true) {
    console.log(JSON.stringify({ ...summary, finished, app, speed, digests: digestsOf(log) }))
    return
  }
  if (!finished) console.log('Stopped before the end; the same command goes on from here.')
  console.log(summaryText(summary))
  console.log(
    `speed        ${records.toLocaleString('en')} records in ${seconds.toFixed(1)} s, ${Math.round(speed.recordsPerSecond).toLocaleString('en')} a second`,
  )
  console.log(
    `topics       ${app}.signals, ${app}.outcomes …, at ${config.kafka.brokers.join(',')}`,
  )
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
