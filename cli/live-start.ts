import type { BinanceSource } from '../connectors/binance/binance-source.ts'
import { CaptureFile } from '../connectors/binance/capture-file.ts'
import { addCollectorMetrics } from '../connectors/binance/collector-metrics.ts'
import { EngineMetrics } from '../engine/core/engine-metrics.ts'
import { assemble } from './assembly.ts'
import { collectorControl } from './collector-control.ts'
import type { Config } from './config.ts'
import { openFolder } from './data-folder.ts'
import { runEmbedded } from './embedded-run.ts'
import { minute } from './figures.ts'
import { startOverKafka } from './kafka-start.ts'
import { liveSource } from './live-source.ts'
import { modelsOf } from './models.ts'
import { assertReady } from './text-encoder.ts'

export interface LiveStartOptions {
  readonly config: Config
  readonly symbols: readonly string[]
  readonly log: 'lmdb' | 'kafka'
  readonly run: readonly string[] | undefined
  readonly cut: readonly string[]
  readonly dataDir: string | undefined
  readonly tables: boolean
  readonly runFor: number | undefined
  /** Where the raw messages go, too. */
  readonly record: string | undefined
}

/** Follows Binance live, on paper, until it is stopped. */
export async function startLive(options: LiveStartOptions): Promise<void> {
  const { config, symbols, record } = options
  const note = (text: string): void => console.error(`binance: ${text}`)
  const capture =
    record === undefined
      ? undefined
      : new CaptureFile(record, (error) => note(`--record: ${error.message}`))
  const source = liveSource({
    config,
    symbols,
    onNote: note,
    ...(capture === undefined
      ? {}
      : { onFrame: (receiveMs, text) => capture.write(receiveMs, text) }),
  })
  try {
    if (options.log === 'kafka') await overKafka(options, source)
    else await embedded(options, source)
  } finally {
    source.current?.stop()
    await capture?.close()
  }
}

function titleOf({ config, symbols }: LiveStartOptions): string {
  const { market, urls } = config.binance
  const where = urls.rest === null ? 'Binance' : `an exchange at ${urls.rest}`
  return `AlphaPulse · LIVE market data of ${where}, ${market} (${symbols.join(' ')}) · paper only, no orders are sent, no key is used`
}

async function overKafka(options: LiveStartOptions, source: BinanceSource): Promise<void> {
  const { config, run, cut, dataDir, tables, runFor } = options
  await startOverKafka({
    config,
    mode: 'live',
    market: config.binance.market,
    tables,
    run,
    cut,
    source,
    dataDir,
    runFor,
    title: titleOf(options),
    linePrefix: '',
    collector: collectorControl(source),
    addMetrics: (registry) => addCollectorMetrics(registry, source),
  })
}

async function embedded(options: LiveStartOptions, source: BinanceSource): Promise<void> {
  const { config, cut, dataDir, tables, runFor } = options
  const { market } = config.binance
  const models = modelsOf(config)
  await assertReady(models.encoder)
  const folder = openFolder(dataDir, `live-${market}`)
  const { engine, log, settings } = await assemble({
    config,
    mode: 'live',
    market,
    source,
    log: 'lmdb',
    folder,
    cut,
    parts: models,
    onCommit: (engine) => metrics.observe(engine),
  })
  const metrics = new EngineMetrics(log)
  addCollectorMetrics(metrics.registry, source)
  console.log(`${titleOf(options)} · preset ${settings.preset}`)
  console.log(
    `data in ${folder} · Ctrl-C saves and leaves · npx alphapulse symbols tells what is followed`,
  )
  await runEmbedded({
    assembly: { engine, log, settings },
    config,
    folder,
    metrics,
    models,
    tables,
    runFor,
    linePrefix: '',
    handlers: { collector: collectorControl(source) },
    onStart: (lines) => lines.catchUp(engine.ingest.takenItems()),
    catchingUp: () => {
      const warming = warmingText(source)
      return warming === undefined ? undefined : () => warming
    },
  })
}

/** How far the histories have come; undefined where all symbols are live. */
function warmingText({ current, time }: BinanceSource): string | undefined {
  if (current === undefined || !time.known) return 'waiting for the exchange …'
  const parts = [...current.catching].map(([symbol, { fromMs, reachedMs }]) => {
    const share = (reachedMs - fromMs) / Math.max(1, time.nowMs() - fromMs)
    return `${symbol} ${(100 * share).toFixed(0)} % (${minute(reachedMs)})`
  })
  return parts.length === 0 ? undefined : `fetching what was missed: ${parts.join(', ')}`
}
