import { Engine, type EngineOptions } from '../engine/core/engine.ts'
import { ConfigError } from '../engine/core/errors.ts'
import { contentId } from '../engine/core/identity.ts'
import type { IngestOptions, Opening } from '../engine/core/ingest.ts'
import type { Source } from '../engine/core/source.ts'
import type { Topology } from '../engine/core/topology.ts'
import { LmdbLog } from '../engine/log/lmdb.ts'
import type { Log } from '../engine/log/log.ts'
import { MemoryLog } from '../engine/log/memory.ts'
import { recordsOf } from '../engine/log/records-of.ts'
import type { EncoderName } from '../operators/memory/text-encoder.ts'
import type { MarketKind } from '../operators/positions/levels.ts'
import { type TradingSettings, tradingDefaults } from '../operators/trading/trading-settings.ts'
import packageJson from '../package.json' with { type: 'json' }
import type { CandleSettings } from '../pipelines/settings.ts'
import { type ChainParts, tradingTopology } from '../pipelines/topology.ts'
import type { Control, Mode } from '../schemas/contracts.generated.ts'
import { topics } from '../schemas/topics.ts'
import type { Config } from './config.ts'
import { exitSettings } from './exits-config.ts'
import { headIdsWith, loadOwnHeads } from './own-heads.ts'
import { runName } from './run-name.ts'

const { version } = packageJson

/** Each ten seconds of real time; nobody reads the status of a replay that often. */
const statusMs = { live: 10_000, paper: 10_000, sim: 600_000, replay: 3_600_000 } as const

export function candleSettings(config: Config): CandleSettings {
  return {
    graceMs: config.candles.grace,
    revisionMaxMs: config.revision.max,
    quietMinutesMax: config.candles.quietMinutes,
    changeMaxPct: config.validation.changeMax,
    drift: config.drift,
  }
}

/** As records name them: with what they are, where it may become another. */
const encoderNames = {
  'built-in-1': 'built-in-1',
  minilm: 'minilm-1',
} as const satisfies { readonly [name in Config['memory']['encoder']]: EncoderName }

export function tradingSettings(config: Config, mode: Mode, market: MarketKind): TradingSettings {
  return {
    heads: headIdsWith(config.heads, config.model.file !== null),
    modelProbabilityMin: config.model.minConfidence,
    mode,
    market: config.market === 'auto' ? market : config.market,
    preset: config.preset,
    latencyMs: config.desk.latency,
    epochMs: config.learning.epoch,
    delayMs: config.learning.delay,
    equity: config.desk.equity,
    leverageMax: config.desk.maxLeverage,
    autoLeverage: config.desk.autoLeverage,
    netProfitMinPct: config.minNetProfitPct,
    priceTolerance: config.price_tolerance,
    signalAgeMaxHours: config.max_signal_age_hours,
    exits: exitSettings(config.exits),
    weightChangeMax: config.learning.max_weight_change,
    learningRate: config.learning.learning_rate,
    emaAlpha: config.learning.ema_alpha,
    outcomesMin: config.learning.min_outcomes_for_update,
    learningRule: config.learning.rule,
    calibrate: config.learning.calibrate,
    memoryEncoder: encoderNames[config.memory.encoder],
    memoryMode: config.memory.mode,
    memoryStatesMax: config.memory.window,
    memoryNeighbours: config.memory.neighbours,
    memoryGate: config.memory.gate,
    regimeAdapt: config.regime.adapt,
    levels: config.levels,
    statusEveryMs: config.statusEvery ?? statusMs[mode],
  }
}

export function ingestOptions(config: Config): Omit<IngestOptions, 'partitions'> {
  return {
    heartbeatMs: 60_000,
    heartbeatGraceMs: config.candles.grace + 1,
    closingMs: config.candles.grace + config.desk.latency,
    aheadMaxMs: 5_000,
    jumpMaxMs: 7 * 86_400_000,
  }
}

/** The whole chain that a configuration asks for, with the heads of its files unless others are given. */
export async function chainOf(
  config: Config,
  settings: TradingSettings,
  cut: readonly string[],
  parts: ChainParts = {},
): Promise<Topology> {
  const ownHeads = parts.ownHeads ?? (await loadOwnHeads(config.heads))
  return tradingTopology(candleSettings(config), settings, cut, { ...parts, ownHeads })
}

export interface Assembly {
  readonly topology: Topology
  readonly settings: TradingSettings
  readonly log: Log
  readonly engine: Engine
}

export interface AssemblyOptions {
  readonly config: Config
  readonly mode: Mode
  readonly market: MarketKind
  readonly source: Source
  readonly log: 'memory' | 'lmdb'
  readonly folder: string
  /** Pipelines that run apart. */
  readonly cut: readonly string[]
  /** What the configuration names beside its settings, where it names any. */
  readonly parts?: ChainParts
  /** The memory log encodes and decodes each record. */
  readonly roundtrip?: boolean
  readonly onCommit?: EngineOptions['onCommit']
}

/** Topology, log and engine from one configuration. */
export async function assemble(options: AssemblyOptions): Promise<Assembly> {
  const { config, mode, source, cut } = options
  const settings = tradingSettings(config, mode, options.market)
  const topology = await chainOf(config, settings, cut, options.parts)
  const log = openLog(options, topology, settings)
  const engine = new Engine({
    topology,
    log,
    partitions: config.partitions,
    source,
    ingest: ingestOptions(config),
    commandTopics: [topics.control],
    openings: openingsOf(config, recordsOf(log, topics.control)),
    batch: config.batch,
    commitEvents: config.commit,
    commitMs: source.bounded ? 1_000 : 200,
    ...(options.onCommit === undefined ? {} : { onCommit: options.onCommit }),
  })
  return { topology, settings, log, engine }
}

function openLog(options: AssemblyOptions, topology: Topology, settings: TradingSettings): Log {
  const { config, folder, cut, roundtrip = false } = options
  if (options.log === 'memory') {
    return new MemoryLog({
      topics: topology.topics,
      partitions: config.partitions,
      run: runName(),
      roundtrip,
      forgetRead: true,
    })
  }
  if (folder === '') throw new ConfigError('the lmdb log needs a data folder')
  return new LmdbLog({
    folder,
    topics: topology.topics,
    partitions: config.partitions,
    run: runName(),
    // Said also where nothing is cut or chosen: such a folder must be refused where something is.
    identity: {
      cut: 'none',
      ...Object.fromEntries(chosenLater.map((name) => [name, 'none'])),
      ...identityOf(config, settings, cut),
    },
    durability: config.durability,
    // A history at full speed outruns retention within seconds; the tables need some.
    keepAtLeastMs: 120_000,
  })
}

/** Not said of the default: a folder that was made before there was a choice goes on. */
const chosenLater = [
  'heads',
  'learningRule',
  'calibrate',
  'memoryEncoder',
  'memoryMode',
  'memoryStatesMax',
  'memoryNeighbours',
  'memoryGate',
  'regimeAdapt',
  'modelProbabilityMin',
  'levels',
] as const

function isChosenLater(name: string): name is (typeof chosenLater)[number] {
  return (chosenLater as readonly string[]).includes(name)
}

/** What a data folder is made with: another value would make another history. */
export function identityOf(
  config: Config,
  settings: TradingSettings,
  cut: readonly string[],
): { [name: string]: string | number } {
  const { statusEveryMs: _, exits, ...told } = settings
  const said = Object.entries(told).filter(
    ([name, value]) => !isChosenLater(name) || value !== tradingDefaults[name],
  )
  return {
    ...Object.fromEntries(said.map(([name, value]) => [name, String(value)])),
    exits: Object.keys(exits).length === 0 ? 'off' : JSON.stringify(exits),
    'candles.grace': config.candles.grace,
    'candles.quietMinutes': config.candles.quietMinutes,
    'revision.max': config.revision.max,
    // Stages have states and topics of their own.
    ...(cut.length === 0 ? {} : { cut: [...new Set(cut)].sort().join(',') }),
  }
}

/** The configuration and the code's version, whenever they differ from what the log knows. */
export function openingsOf(
  config: Config,
  controls: Iterable<{ readonly value: Control }>,
): readonly Opening[] {
  // How to reach what runs around it makes no other history, and its secrets must not be in the log.
  const { clickhouse: _, kafka: __, metrics: ___, ...told } = config
  const now = JSON.stringify({ version, config: told })
  let known: string | undefined
  for (const { value } of controls) {
    if (value.command === 'config') known = value.arguments
  }
  if (known === now) return []
  const why = known === undefined ? 'first start' : 'changed since the last start'
  const control: Control = {
    id: contentId('config', now),
    command: 'config',
    arguments: now,
    who: 'start',
    why,
  }
  return [{ topic: topics.control, key: 'control', value: control }]
}
