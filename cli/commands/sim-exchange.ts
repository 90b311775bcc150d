import { readFile } from 'node:fs/promises'
import { Command, InvalidArgumentError } from 'commander'
import { z } from 'zod'
import { defaultDecisionsPerMinute } from '../../connectors/sim-exchange/exchange.ts'
import {
  faultScheduleSchema,
  faultSettingsSchema,
} from '../../connectors/sim-exchange/faults/fault-settings.ts'
import {
  defaultPopulation,
  populationSchema,
} from '../../connectors/sim-exchange/market/population.ts'
import { usualLimits } from '../../connectors/sim-exchange/protocol/weights.ts'
import { scenarioOf } from '../../connectors/sim-exchange/scenarios/catalogue.ts'
import {
  type SimExchangeServer,
  startSimExchange,
} from '../../connectors/sim-exchange/sim-exchange-server.ts'
import { ConfigError } from '../../engine/core/errors.ts'
import { offsetNumber, replaySpeed, symbolList, timeOf, wholeNumber } from '../options.ts'

/** Simulated time begins here for everybody: the same seed is the same history. */
export const simulatedStartMs = Date.UTC(2026, 0, 1)
const minuteMs = 60_000
const dayMs = 86_400_000

interface SimExchangeFlags {
  readonly port: number
  readonly host: string
  readonly scenario: string
  readonly speed: number
  readonly seed: number
  readonly symbols: readonly string[]
  readonly historyDays: number
  readonly decisions: number
  readonly start?: number
  readonly wallClock?: boolean
  readonly rateLimit: number
  readonly connectionLife: number
  readonly faults?: string
  readonly population?: string
}

export function simExchangeCommand(): Command {
  return new Command('sim-exchange')
    .description("a simulated exchange that speaks Binance's protocol: no account, no network")
    .option('--port <n>', '0: any that is free', offsetNumber, 18_800)
    .option('--host <address>', 'where it listens', '127.0.0.1')
    .option('--scenario <name>', 'what happens in the market, or a JSON file of your own', 'calm')
    .option('--speed <n>', 'simulated time per real time', finiteSpeed, 1)
    .option('--seed <n>', 'the same seed is the same market', wholeNumber, 1)
    .option('--symbols <list>', 'comma-separated', symbolList, ['BTCUSDT', 'ETHUSDT', 'SOLUSDT'])
    .option(
      '--history-days <n>',
      'days before the start, made by a thinned market',
      offsetNumber,
      3,
    )
    .option(
      '--decisions <n>',
      'of agents, by symbol and simulated minute',
      wholeNumber,
      defaultDecisionsPerMinute,
    )
    .option('--start <time>', 'simulated time at which the live market begins', timeOf)
    .option('--wall-clock', 'begin at the time of day: then every start is another market')
    .option('--rate-limit <x>', "times Binance's weight limit; 0 turns it off", ratio, 1)
    .option('--connection-life <hours>', 'simulated time after which connections end', ratio, 24)
    .option('--faults <file>', 'JSON: { always, schedule } of what goes wrong')
    .option('--population <file>', 'JSON: who trades, by kind; what is left out is as always')
    .action(simExchange)
}

async function simExchange(flags: SimExchangeFlags): Promise<void> {
  const { always, schedule } = await faultsOf(flags.faults)
  const scenario = await scenarioOf(flags.scenario)
  const startedMs = performance.now()
  const server = await startSimExchange({
    exchange: {
      seed: flags.seed,
      symbols: flags.symbols,
      liveMs: liveMsOf(flags),
      historyDays: flags.historyDays,
      scenario,
      population: await populationOf(flags.population),
      decisionsPerMinute: flags.decisions,
    },
    port: flags.port,
    host: flags.host,
    speed: flags.speed,
    wallClock: flags.wallClock === true,
    limits: { ...usualLimits, scale: flags.rateLimit },
    faults: always,
    schedule,
    connectionLifeMs: flags.connectionLife * 3_600_000,
  })
  const seconds = (performance.now() - startedMs) / 1_000
  describe(server, flags, seconds)
  await new Promise<void>((resolve) => {
    process.once('SIGINT', () => resolve())
    process.once('SIGTERM', () => resolve())
  })
  await server.close()
}

function describe(server: SimExchangeServer, flags: SimExchangeFlags, seconds: number): void {
  const { exchange, url, socketUrl } = server
  const symbols = exchange.ledgers.map(({ listing: { symbol } }) => symbol).join(' ')
  console.log(
    `SIMULATED exchange · ${flags.scenario} · seed ${flags.seed} · ${symbols} · ${flags.speed}x`,
  )
  console.log(
    `${flags.historyDays} days of history in ${seconds.toFixed(1)} s; live from ${new Date(exchange.liveMs).toISOString()}`,
  )
  console.log(`spot     ${url}/api/v3        ${socketUrl}/ws  ${socketUrl}/stream`)
  console.log(`futures  ${url}/fapi/v1       ${socketUrl}/fstream/ws  ${socketUrl}/fstream/stream`)
  console.log(`control  ${url}/sim/state     ${url}/sim/ledger  ${url}/sim/faults`)
  console.log(`ready ${url}`)
}

function liveMsOf({ wallClock, start, historyDays }: SimExchangeFlags): number {
  if (wallClock === true && start !== undefined)
    throw new ConfigError('--wall-clock and --start cannot go together.')
  const wantedMs = wallClock === true ? Date.now() : (start ?? simulatedStartMs)
  const liveMs = wantedMs - (wantedMs % minuteMs)
  if (liveMs < historyDays * dayMs)
    throw new ConfigError('The history cannot begin before 1970.', { historyDays })
  return liveMs
}

const faultsFileSchema = z.strictObject({
  always: faultSettingsSchema.default(faultSettingsSchema.parse({})),
  schedule: faultScheduleSchema.default([]),
})

async function faultsOf(path: string | undefined): Promise<z.infer<typeof faultsFileSchema>> {
  return faultsFileSchema.parse(path === undefined ? {} : await jsonOf(path, faultsFileSchema))
}

const changedPopulationSchema = z.strictObject(
  Object.fromEntries(
    Object.entries(populationSchema.shape).map(([kind, schema]) => [kind, schema.partial()]),
  ),
)

async function populationOf(path: string | undefined) {
  if (path === undefined) return defaultPopulation
  const changes = await jsonOf(path, changedPopulationSchema.partial())
  const merged = Object.entries(defaultPopulation).map(([kind, usual]) => [
    kind,
    { ...usual, ...changes[kind] },
  ])
  return populationSchema.parse(Object.fromEntries(merged))
}

async function jsonOf<Schema extends z.ZodType>(
  path: string,
  schema: Schema,
): Promise<z.infer<Schema>> {
  let content: unknown
  try {
    content = JSON.parse(await readFile(path, 'utf8'))
  } catch (error) {
    throw new ConfigError(`${path} cannot be read: ${String(error)}`)
  }
  const parsed = schema.safeParse(content)
  if (!parsed.success) throw new ConfigError(`${path}:\n${z.prettifyError(parsed.error)}`)
  return parsed.data
}

function finiteSpeed(text: string): number {
  const speed = replaySpeed(text)
  if (Number.isFinite(speed)) return speed
  throw new InvalidArgumentError('a server needs a speed that is a number')
}

function ratio(text: string): number {
  const value = Number(text)
  if (!(value >= 0) || !Number.isFinite(value))
    throw new InvalidArgumentError('it must be a number from 0')
  return value
}
