import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import {
  type FaultInput,
  faultSettingsSchema,
} from '../../connectors/sim-exchange/faults/fault-settings.ts'
import { scenarioOf } from '../../connectors/sim-exchange/scenarios/catalogue.ts'
import {
  type SimExchangeServer,
  startSimExchange,
} from '../../connectors/sim-exchange/sim-exchange-server.ts'
import type { Candle } from '../../schemas/contracts.generated.ts'
import { topics } from '../../schemas/topics.ts'
import { lmdbLog, valuesOf } from '../replay/chain.ts'
import type { EdgeProcessOptions } from './edge-process.ts'

export interface EdgeRunOptions {
  readonly seed: number
  /** Simulated time that the market runs with faults. */
  readonly minutes: number
  readonly speed: number
  /** So often the engine is killed (SIGKILL) and started again. */
  readonly kills: number
  readonly faults: FaultInput
  /** Nobody answers for so much simulated time, once. */
  readonly outageMinutes: number
  readonly onEvent?: (text: string) => void
}

export interface EdgeResult {
  /** What the exchange did to its clients, by kind. */
  readonly faults: { readonly [kind: string]: number }
  readonly notes: readonly string[]
  /** Minutes that were compared, of all symbols. */
  readonly compared: number
  readonly revisions: number
  /** Each minute that is missing or not the exchange's own. */
  readonly differences: readonly string[]
}

/** Every fault that the simulated exchange knows but an outage, each often enough to happen within minutes. */
export const everyFault: FaultInput = {
  drop: 0.01,
  duplicate: 0.02,
  reorder: 0.02,
  delay: 0.01,
  delayMs: 300,
  gap: 0.002,
  gapTrades: 5,
  close: 0.0008,
  halfOpen: 0.0004,
  serverError: 0.1,
  slow: 0.1,
  slowMs: 300,
}

const symbols = ['BTCUSDT', 'ETHUSDT']
const minuteMs = 60_000
const liveMs = Date.UTC(2026, 0, 10)

/**
 * A simulated market for some minutes, with faults between it and an engine that is killed meanwhile; then the faults
 * end, the engine gets the time to catch up, and each minute of its candles is held against the exchange's own.
 */
export async function runEdge(options: EdgeRunOptions): Promise<EdgeResult> {
  const { seed, minutes, speed, kills, faults, outageMinutes, onEvent = () => undefined } = options
  const folder = mkdtempSync(join(tmpdir(), 'alphapulse-edge-'))
  const server = await startSimExchange({
    port: 0,
    speed,
    exchange: { seed, symbols, liveMs, historyDays: 0.25, scenario: await scenarioOf('calm') },
  })
  const engine = new EngineUnderFire({
    folder,
    url: server.url,
    socketUrl: server.socketUrl,
    symbols,
    speed,
  })
  const realMs = (simulatedMinutes: number): number => (simulatedMinutes * minuteMs) / speed
  try {
    engine.start()
    await engine.reaches(liveMs)
    server.desk.order(faultSettingsSchema.parse(faults), Number.POSITIVE_INFINITY)
    onEvent('faults begin')
    const partMs = realMs(minutes) / (kills + 1)
    for (let kill = 0; kill <= kills; kill++) {
      if (kill === Math.floor(kills / 2) && outageMinutes > 0) {
        const outage = faultSettingsSchema.parse({ ...faults, outage: true })
        server.desk.order(outage, Number.POSITIVE_INFINITY)
        onEvent('the exchange is down')
        await sleep(realMs(outageMinutes))
        server.desk.order(faultSettingsSchema.parse(faults), Number.POSITIVE_INFINITY)
        onEvent('the exchange is back')
      }
      await sleep(partMs)
      if (kill === kills) break
      await engine.kill()
      onEvent(`the engine is killed, ${kill + 1} of ${kills}`)
      await sleep(realMs(0.5))
      engine.start()
    }
    server.desk.order(faultSettingsSchema.parse({}), Number.POSITIVE_INFINITY)
    onEvent('faults end')
    const endMs = server.exchange.nowMs - (server.exchange.nowMs % minuteMs)
    // Behind it, what is late is fetched: holes are repaired by klines when their minutes are over.
    await engine.reaches(endMs + 6 * minuteMs)
    await sleep(3_000)
    await engine.end()
    const told = await candlesOf(folder)
    const { compared, differences } = compare(server, told.newest, liveMs - 30 * minuteMs, endMs)
    return {
      faults: { ...server.desk.counts },
      notes: engine.notes,
      compared,
      revisions: told.revisions,
      differences,
    }
  } finally {
    await engine.kill()
    await server.close()
    rmSync(folder, { recursive: true })
  }
}

class EngineUnderFire {
  readonly notes: string[] = []
  private readonly options: EdgeProcessOptions
  private child: ChildProcess | undefined
  private clockMs = Number.NEGATIVE_INFINITY
  private errors = ''

  constructor(options: EdgeProcessOptions) {
    this.options = options
  }

  start(): void {
    const script = fileURLToPath(new URL('edge-process.ts', import.meta.url))
    const child = fork(script, [JSON.stringify(this.options)], {
      execArgv: ['--import', 'tsx'],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    })
    child.stderr?.on('data', (bytes: Buffer) => {
      this.errors += bytes.toString()
    })
    child.on('message', (message: { readonly note?: string; readonly clockMs?: number }) => {
      if (message.note !== undefined) this.notes.push(message.note)
      if (message.clockMs !== undefined) this.clockMs = message.clockMs
    })
    this.child = child
  }

  async reaches(timeMs: number): Promise<void> {
    const endMs = performance.now() + 90_000
    while (this.clockMs < timeMs) {
      if (this.child?.exitCode != null)
        throw new Error(`the engine ended with ${this.child.exitCode}: ${this.errors}`)
      if (performance.now() > endMs)
        throw new Error(
          `the engine stands at ${new Date(this.clockMs).toISOString()}, not at ${new Date(timeMs).toISOString()}; ${this.notes.slice(-5).join(' | ')} ${this.errors}`,
        )
      await sleep(50)
    }
  }

  async kill(): Promise<void> {
    await this.signal('SIGKILL')
  }

  async end(): Promise<void> {
    const code = await this.signal('SIGTERM')
    if (code !== 0) throw new Error(`the engine ended with ${code}: ${this.errors}`)
  }

  private async signal(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null | undefined> {
    const { child } = this
    this.child = undefined
    if (child === undefined) return undefined
    if (child.exitCode !== null || child.signalCode !== null) return child.exitCode
    child.kill(signal)
    const [code] = (await once(child, 'exit')) as [number | null]
    return code
  }
}

async function candlesOf(folder: string) {
  const log = lmdbLog(folder)
  const newest = new Map<string, Candle>()
  let revisions = 0
  for (const candle of valuesOf(log, topics.candles)) {
    if (candle.timeframe !== '1m') continue
    if (candle.revision > 0) revisions++
    const name = `${candle.symbol} ${candle.open_time}`
    const known = newest.get(name)
    if (known === undefined || known.revision < candle.revision) newest.set(name, candle)
  }
  await log.close()
  return { newest, revisions }
}

function compare(
  { exchange }: SimExchangeServer,
  candles: ReadonlyMap<string, Candle>,
  fromMs: number,
  untilMs: number,
): { readonly compared: number; readonly differences: readonly string[] } {
  const differences: string[] = []
  let compared = 0
  for (const { listing, candles: minutes } of exchange.ledgers) {
    for (let openMs = fromMs; openMs < untilMs; openMs += minuteMs) {
      const own = minutes.at((openMs - minutes.startMs) / minuteMs)
      const told = candles.get(`${listing.symbol} ${openMs}`)
      const at = `${listing.symbol} ${new Date(openMs).toISOString().slice(11, 16)}`
      compared++
      if (own === undefined) continue
      if (told === undefined) {
        differences.push(`${at} is missing`)
        continue
      }
      const price = (tick: number): number => tick / listing.ticksPerUnit
      const close = (a: number, b: number): boolean =>
        Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(b))
      const same =
        close(told.open, price(own.open)) &&
        close(told.high, price(own.high)) &&
        close(told.low, price(own.low)) &&
        close(told.close, price(own.close)) &&
        close(told.volume, own.lots / listing.lotsPerUnit)
      if (!same)
        differences.push(
          `${at} is ${told.open} ${told.high} ${told.low} ${told.close} v${told.volume} (${told.origin}, revision ${told.revision}), not ${price(own.open)} ${price(own.high)} ${price(own.low)} ${price(own.close)} v${own.lots / listing.lotsPerUnit}`,
        )
    }
  }
  return { compared, differences }
}
