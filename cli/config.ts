import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { z } from 'zod'
import { ConfigError } from '../engine/core/errors.ts'
import { memoryGates } from '../operators/gates/memory-risk.ts'
import { ruleNames } from '../operators/learning/rules/catalogue.ts'
import { memoryModes } from '../operators/memory/distance.ts'
import { levelModes } from '../operators/positions/structure-levels.ts'
import { candleTerms } from '../operators/validation/candle-report.ts'
import { driftDefaults } from '../operators/validation/drift.ts'
import { binanceSchema, gapSchema, warmupSchema } from './binance-config.ts'
import { listed } from './comma-list.ts'
import { exitsSchema, refuseLateTimeExit } from './exits-config.ts'
import { kafkaSchema } from './kafka-config.ts'

const positive = z.number().positive()
const count = z.number().int().positive()

const settingsSchema = z.strictObject({
  source: z
    .enum(['sim', 'binance'])
    .default('sim')
    .describe('Where ticks come from at `start`: the simulated market, or Binance live'),
  symbols: z
    .preprocess(listed, z.array(z.string()))
    .default([])
    .describe('Symbols at `start`, as BTCUSDT or BTC/USDT; empty: BTCUSDT, ETHUSDT and SOLUSDT'),
  preset: z
    .enum(['strict', 'standard', 'exploring'])
    .default('standard')
    .describe('How narrow votes and gates are'),
  market: z
    .enum(['auto', 'perpetual', 'spot'])
    .default('auto')
    .describe('Costs and directions; auto: told from the source'),
  heads: z
    .preprocess(listed, z.array(z.string()))
    .default([])
    .describe('Files with heads of your own, which vote beside the nine (docs/own-heads.md)'),
  model: z
    .strictObject({
      file: z
        .string()
        .nullable()
        .default(null)
        .describe('ONNX classifier that votes as HEAD_J (docs/models.md); empty: none'),
      minConfidence: z
        .number()
        .min(0)
        .max(1)
        .default(0.5)
        .describe('Probability below which its vote is FLAT'),
      timeout: count.default(1_000).describe('Milliseconds that a vote of it may take'),
    })
    .prefault({}),
  partitions: count
    .max(64)
    .default(3)
    .describe('Partitions of the topics that are keyed by symbol; fixed for a data folder'),
  batch: count.default(4096).describe('Events a task takes in one turn'),
  commit: count.default(20_000).describe('Events after which a commit is due'),
  durability: z
    .enum(['process', 'power'])
    .default('process')
    .describe('What a commit survives: a killed process, or a power cut too'),
  candles: z
    .strictObject({
      grace: z
        .number()
        .int()
        .min(0)
        .default(2_000)
        .describe('Milliseconds a minute waits for late trades'),
      quietMinutes: count.default(60).describe('Minutes without a trade that are still written'),
    })
    .prefault({}),
  revision: z
    .strictObject({
      max: z
        .number()
        .int()
        .min(60_000)
        .default(600_000)
        .describe('Milliseconds in which a late trade makes a revision'),
    })
    .prefault({}),
  validation: z
    .strictObject({
      changeMax: positive
        .default(candleTerms.changeMaxPct)
        .describe(
          'Most that a close may differ from the one before, per cent, in the daily report',
        ),
    })
    .prefault({}),
  drift: z
    .strictObject({
      psiMax: positive
        .default(driftDefaults.psiMax)
        .describe('Population stability index above which a column of candles has drifted'),
      ksProbabilityMin: positive
        .max(1)
        .default(driftDefaults.ksProbabilityMin)
        .describe('Kolmogorov–Smirnov probability below which it has; it takes both'),
    })
    .prefault({}),
  desk: z
    .strictObject({
      latency: count.default(2_000).describe('Milliseconds from a decision to the entry'),
      equity: positive.default(10_000).describe('Paper account, quote units'),
      maxLeverage: z.number().int().min(1).max(20).default(5).describe('Most leverage of a signal'),
      autoLeverage: z
        .boolean()
        .default(true)
        .describe('Leverage by volatility and confidence; else 1'),
    })
    .prefault({}),
  learning: z
    .strictObject({
      epoch: count
        .default(900_000)
        .describe('Milliseconds between the times at which weights change'),
      delay: z
        .number()
        .int()
        .min(60_000)
        .default(60_000)
        .describe('Least milliseconds from a lesson to its effect'),
      learning_rate: positive.max(1).default(0.05).describe('Step of one outcome'),
      max_weight_change: positive
        .max(1)
        .default(0.2)
        .describe('Most relative change of a weight in one step'),
      ema_alpha: positive
        .max(1)
        .default(0.05)
        .describe('Weight of the newest outcome in the averages'),
      min_outcomes_for_update: count.default(10).describe('Outcomes before the first lesson'),
      rule: z
        .enum(ruleNames)
        .default('outcome')
        .describe(`Rule that the weights follow: ${ruleNames.join(', ')} (docs/learning.md)`),
      calibrate: z
        .boolean()
        .default(false)
        .describe('Take what heads say as calibrated by their outcomes'),
    })
    .prefault({}),
  memory: z
    .strictObject({
      encoder: z
        .enum(['built-in-1', 'minilm'])
        .default('built-in-1')
        .describe(
          'What makes the words of a state a vector; minilm: a language model, brought by `alphapulse model pull`',
        ),
      mode: z
        .enum(memoryModes)
        .default('hybrid')
        .describe('By what past market states are alike: statistics, words or both'),
      window: count
        .max(10_000)
        .default(1_000)
        .describe('Past states of a symbol that can be neighbours'),
      neighbours: count.max(200).default(20).describe('Neighbours that are looked at'),
      gate: z
        .enum(memoryGates)
        .default('watch')
        .describe("What a memory risk above the preset's does: it is told, or refuses"),
    })
    .prefault({}),
  regime: z
    .strictObject({
      adapt: z
        .boolean()
        .default(false)
        .describe('The regime of a market chooses its timeframes; else 1h, 15m and 15m always'),
    })
    .prefault({}),
  levels: z
    .enum(levelModes)
    .default('structure')
    .describe('By what stop and target are set: 1.2 and 2.4 ATR, or swings near them'),
  price_tolerance: z
    .number()
    .min(0)
    .max(0.05)
    .default(0.001)
    .describe('Share of a level at which it counts as hit'),
  max_signal_age_hours: positive.default(72).describe('Hours after which a signal expires'),
  exits: exitsSchema,
  minNetProfitPct: z
    .number()
    .min(0)
    .nullable()
    .default(null)
    .describe("Least net profit, per cent; empty: the preset's own"),
  statusEvery: count
    .nullable()
    .default(null)
    .describe('Milliseconds between status records; empty: 10 s live, 1 h in a replay'),
  clickhouse: z
    .strictObject({
      url: z
        .url()
        .nullable()
        .default(null)
        .describe('A ClickHouse server; empty: the embedded one'),
      user: z.string().default('default').describe('Of that server'),
      password: z.string().default('').describe('Of that user'),
      database: z.string().default('alphapulse').describe('Where the tables go'),
    })
    .prefault({}),
  kafka: kafkaSchema,
  binance: binanceSchema,
  gap: gapSchema,
  warmup: warmupSchema,
  metrics: z
    .strictObject({
      port: z
        .number()
        .int()
        .min(0)
        .max(65_535)
        .nullable()
        .default(null)
        .describe('Port on which /metrics is served to Prometheus, 0: any free one; empty: none'),
      host: z.string().default('127.0.0.1').describe('Address on which that port is opened'),
    })
    .prefault({}),
})

/** Every setting, its default and what it means; `.env.example` is generated from it. */
export const configSchema = settingsSchema.superRefine(refuseLateTimeExit)

export type Config = z.infer<typeof configSchema>

/** Environment names that people already use, beside ALPHAPULSE_<NAME>. */
export const knownNames: { readonly [name: string]: string } = {
  AUTO_LEVERAGE: 'desk.autoLeverage',
  MIN_CONFIDENCE_THRESHOLD: 'model.minConfidence',
  MIN_NET_PROFIT_PCT: 'minNetProfitPct',
}

/** Where settings may stand, in the working folder. */
export const configFileNames = [
  'alphapulse.config.ts',
  'alphapulse.config.mjs',
  'alphapulse.config.js',
  'alphapulse.config.json',
]

/** Flags over environment over file over defaults; all faults are reported together. */
export async function loadConfig(
  flags: { readonly [path: string]: unknown },
  environment: NodeJS.ProcessEnv = process.env,
  folder = process.cwd(),
): Promise<Config> {
  const merged: { [name: string]: unknown } = structuredClone(await readConfigFile(folder))
  const from = new Map<string, string>()
  for (const leaf of configLeaves()) {
    const names = [
      envNameOf(leaf.path),
      ...Object.keys(knownNames).filter((name) => knownNames[name] === leaf.path),
    ]
    for (const name of names) {
      const text = environment[name]
      if (text === undefined || text === '') continue
      put(merged, leaf.path, settingOf(leaf, text))
      from.set(leaf.path, `environment ${name}`)
    }
    if (flags[leaf.path] !== undefined) {
      put(merged, leaf.path, flags[leaf.path])
      from.set(leaf.path, `flag --${leaf.path}`)
    }
  }
  const parsed = configSchema.safeParse(merged)
  if (parsed.success) return Object.freeze(parsed.data)
  const faults = parsed.error.issues.map(({ path, message }) => {
    const name = path.join('.')
    // A fault in an item of a list is one of the list.
    const origin = from.get(name) ?? from.get(path.slice(0, -1).join('.')) ?? 'config file'
    return `  ${name === '' ? '(top level)' : name} (${origin}): ${message}`
  })
  throw new ConfigError(
    `the configuration has ${faults.length} fault${faults.length === 1 ? '' : 's'}:\n${faults.join('\n')}`,
  )
}

async function readConfigFile(folder: string): Promise<{ [name: string]: unknown }> {
  for (const name of configFileNames) {
    const path = resolve(join(folder, name))
    if (!existsSync(path)) continue
    const module = (await import(
      pathToFileURL(path).href,
      name.endsWith('.json') ? { with: { type: 'json' } } : undefined
    )) as { default?: unknown }
    if (typeof module.default !== 'object' || module.default === null) {
      throw new ConfigError(`${path}: the default export must be an object of settings`)
    }
    return module.default as { [name: string]: unknown }
  }
  return {}
}

export interface ConfigLeaf {
  readonly path: string
  readonly description: string
  readonly fallback: unknown
  readonly schema: z.ZodType
}

export function configLeaves(): readonly ConfigLeaf[] {
  const defaults = configSchema.parse({}) as { [name: string]: unknown }
  return leavesOf(configSchema, defaults, '')
}

function leavesOf(
  schema: z.ZodObject,
  defaults: { [name: string]: unknown },
  prefix: string,
): ConfigLeaf[] {
  return Object.entries(schema.shape).flatMap(([name, part]) => {
    const path = prefix + name
    const fallback = defaults[name]
    const inner = part instanceof z.ZodPrefault ? (part.unwrap() as z.ZodObject) : undefined
    if (inner !== undefined)
      return leavesOf(inner, fallback as { [name: string]: unknown }, `${path}.`)
    const schema = part as z.ZodType
    return [{ path, description: schema.description ?? '', fallback, schema }]
  })
}

export function envNameOf(path: string): string {
  const words = path.replace(/([a-z])([A-Z])/g, '$1_$2').replaceAll('.', '_')
  return `ALPHAPULSE_${words.toUpperCase()}`
}

/** A password of digits, or 'true', is a text all the same. */
function settingOf({ schema }: ConfigLeaf, text: string): unknown {
  if (schema.safeParse(text).success) return text
  if (text === 'true' || text === 'false') return text === 'true'
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text
}

function put(target: { [name: string]: unknown }, path: string, value: unknown): void {
  const [first = '', ...rest] = path.split('.')
  if (rest.length === 0) {
    target[first] = value
    return
  }
  const inner = typeof target[first] === 'object' && target[first] !== null ? target[first] : {}
  target[first] = inner
  put(inner as { [name: string]: unknown }, rest.join('.'), value)
}
