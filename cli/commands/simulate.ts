import { Command } from 'commander'
import { offlineSource } from '../../connectors/sim-exchange/offline-source.ts'
import { scenarioOf } from '../../connectors/sim-exchange/scenarios/catalogue.ts'
import type { Scenario } from '../../connectors/sim-exchange/scenarios/scenario.ts'
import { assemble } from '../assembly.ts'
import { loadConfig } from '../config.ts'
import { openFolder } from '../data-folder.ts'
import { attachDatabase } from '../database.ts'
import { digestsOf } from '../digests.ts'
import { closeModels, modelsOf } from '../models.ts'
import { symbolList, wholeNumber } from '../options.ts'
import { Progress } from '../progress.ts'
import { countsOf, summarise } from '../summary.ts'
import { summaryText } from '../summary-text.ts'
import { assertReady } from '../text-encoder.ts'
import { simulatedStartMs } from './sim-exchange.ts'

const minutesPerDay = 1_440

interface SimulateFlags {
  readonly seed: number
  readonly days: number
  readonly symbols: readonly string[]
  readonly decisions: number
  readonly ticks?: boolean
  readonly preset?: string
  readonly dataDir?: string
  readonly clickhouse: boolean
  readonly json?: boolean
}

export function simulateCommand(): Command {
  return new Command('simulate')
    .description(
      'a scenario of the simulated exchange through the whole chain, offline, and what came of it',
    )
    .argument('<scenario>', 'its name, or a JSON file of your own')
    .option('--seed <n>', 'the same seed is the same market', wholeNumber, 1)
    .option('--days <n>', 'simulated days', wholeNumber, 45)
    .option('--symbols <list>', 'comma-separated', symbolList, ['BTCUSDT', 'ETHUSDT', 'SOLUSDT'])
    .option('--decisions <n>', 'of agents, by symbol and simulated minute', wholeNumber, 60)
    .option('--ticks', 'trade by trade instead of by 1m klines')
    .option('--preset <preset>', 'strict, standard or exploring')
    .option('--data-dir <folder>', 'keep log and tables there; without it nothing is kept')
    .option('--no-clickhouse', 'with --data-dir: no tables, only the log')
    .option('--json', 'one JSON object, with the digests')
    .action(simulate)
}

async function simulate(scenarioName: string, flags: SimulateFlags): Promise<void> {
  const { seed, days, symbols, decisions, ticks = false, preset, dataDir } = flags
  const scenario = await scenarioOf(scenarioName)
  const config = await loadConfig({ preset })
  const offline = { seed, symbols, scenario, days, ticks, decisionsPerMinute: decisions }
  const source = offlineSource({ ...offline, startMs: simulatedStartMs })
  const models = modelsOf(config)
  await assertReady(models.encoder)
  const folder = dataDir === undefined ? '' : openFolder(dataDir, 'simulate')
  const progress = ticks ? undefined : new Progress(days * minutesPerDay * symbols.length, 0)
  const { engine, log, settings } = await assemble({
    config,
    mode: 'sim',
    market: 'perpetual',
    source,
    log: folder === '' ? 'memory' : 'lmdb',
    folder,
    cut: [],
    parts: models,
    onCommit: (running) => progress?.show(running.ingest.takenItems(), running.ingest.clockMs),
  })
  const stop = () => engine.stop()
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
  const startedMs = performance.now()
  await engine.run()
  const seconds = (performance.now() - startedMs) / 1_000
  progress?.end()
  if (folder !== '' && flags.clickhouse) {
    const database = await attachDatabase(folder, config)
    await database?.sync()
    await database?.close()
  }
  const summary = summarise(log, countsOf(engine.tasks), settings)
  const finished = engine.ingest.done
  if (flags.json === true) {
    const told = { scenario: scenario.name, seed, days, finished, seconds }
    console.log(JSON.stringify({ ...told, ...summary, digests: digestsOf(log) }))
  } else {
    console.log(titleOf(scenario, flags))
    if (!finished) console.log('Stopped before the end.')
    console.log(summaryText(summary))
    console.log(`took         ${seconds.toFixed(1)} s`)
  }
  await closeModels(models)
  await log.close()
}

function titleOf({ name, description }: Scenario, { seed, days }: SimulateFlags): string {
  return `SIMULATED · ${name} · seed ${seed} · ${days} days\n${description}`
}
