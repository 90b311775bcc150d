import { spawn } from 'node:child_process'
import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { FakeBinance } from '../../connectors/binance/testing/fake-binance.ts'
import type { Kline, Tick } from '../../schemas/contracts.generated.ts'
import { alphapulse, newFolder } from './run-command.ts'

const program = fileURLToPath(new URL('../../cli/alphapulse.mjs', import.meta.url))
const minuteMs = 60_000
const warmupMinutes = 1_440
const limitMs = 60_000

let cwd: string
let fake: FakeBinance
let market: NodeJS.Timeout
const children = new Set<ReturnType<typeof spawn>>()

beforeAll(async () => {
  cwd = newFolder()
  fake = await FakeBinance.start(['BTCUSDT', 'ETHUSDT'])
  market = setInterval(() => {
    fake.trade('BTCUSDT', 100)
    fake.trade('ETHUSDT', 10)
  }, 50)
  const settings = { source: 'binance', symbols: ['BTC/USDT'], binance: { urls: fake.urls } }
  const config = { ...settings, warmup: { days: 1 } }
  writeFileSync(join(cwd, 'alphapulse.config.json'), JSON.stringify(config))
})
afterEach(() => {
  for (const child of children) child.kill('SIGKILL')
})
afterAll(async () => {
  clearInterval(market)
  await fake.close()
  rmSync(cwd, { recursive: true })
})

/** A start that goes on until it is told to end. */
function start(...flags: readonly string[]): {
  end(signal: NodeJS.Signals): Promise<number | null>
} {
  const all = ['start', '--no-clickhouse', '--data-dir', 'live', ...flags]
  const child = spawn(process.execPath, [program, ...all], { cwd, stdio: 'ignore' })
  children.add(child)
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
  return {
    end(signal) {
      child.kill(signal)
      return ended
    },
  }
}

interface CollectorState {
  readonly symbols: readonly string[]
  readonly warming: object
  readonly messages: number
  readonly validationRate: number
  readonly backfills: readonly { readonly state: string; readonly entered: number }[]
}

/** The state of the running collector, once it fulfils something. */
async function stateWhen(fulfilled: (state: CollectorState) => boolean): Promise<CollectorState> {
  const startedMs = performance.now()
  for (;;) {
    const { code, out, err } = await alphapulse(cwd, 'symbols', '--data-dir', 'live')
    const state = code === 0 ? (JSON.parse(out) as CollectorState) : undefined
    if (state !== undefined && fulfilled(state)) return state
    if (performance.now() - startedMs > limitMs) throw new Error(`it did not come: ${out}${err}`)
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}

async function recorded<T>(topic: string, key: string): Promise<readonly T[]> {
  const flags = ['--data-dir', 'live', '--offset', '0', '--limit', '100000', '--key', key]
  const { out, code, err } = await alphapulse(cwd, 'records', topic, ...flags)
  expect(code, err).toBe(0)
  return out
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => (JSON.parse(line) as { readonly value: T }).value)
}

describe('a live start', () => {
  test('has history, then trades without a hole, through a kill and a stop; symbols come and go meanwhile', async () => {
    const first = start('--record', 'market.ws')
    await stateWhen(({ messages }) => messages > 20)
    await first.end('SIGKILL')

    const second = start()
    await stateWhen(({ messages }) => messages > 20)
    const added = await alphapulse(cwd, 'symbols', 'add', 'ETH/USDT', '--data-dir', 'live')
    expect(added).toMatchObject({ code: 0, out: 'add ETH/USDT: done\n' })
    const { validationRate } = await stateWhen(
      ({ symbols, warming }) => symbols.length === 2 && Object.keys(warming).length === 0,
    )
    expect(validationRate).toBe(1)
    const refused = await alphapulse(cwd, 'symbols', 'add', 'NOPEUSDT', '--data-dir', 'live')
    expect([refused.code, refused.err]).toEqual([1, expect.stringContaining('does not trade')])
    await new Promise((resolve) => setTimeout(resolve, 2_000))
    expect(await second.end('SIGTERM')).toBe(0)

    for (const symbol of ['BTCUSDT', 'ETHUSDT']) {
      const ids = (await recorded<Tick>('ticks', symbol)).map(({ trade_id: id }) => id)
      expect(ids.length, symbol).toBeGreaterThan(20)
      expect(ids).toEqual(ids.map((_, at) => (ids[0] ?? 0) + at))
      const klines = await recorded<Kline>('klines', symbol)
      const history = klines.filter(({ origin }) => origin === 'BACKFILL')
      expect(history.length).toBeGreaterThanOrEqual(warmupMinutes)
    }
    expect(await recorded('signals', 'BTCUSDT')).toEqual([])
  }, 180_000)

  test('leaves a capture that replay reads', async () => {
    expect(existsSync(join(cwd, 'market.ws'))).toBe(true)
    const flags = ['--log', 'memory', '--data-dir', 'again', '--json']
    const { code, out, err } = await alphapulse(cwd, 'replay', '--data', 'market.ws', ...flags)
    expect(code, err).toBe(0)
    expect(JSON.parse(out)).toMatchObject({ candles: expect.any(Number) })
  })

  test('is filled with what came before it, by the folder and by the running engine', async () => {
    const nowMs = Math.floor(Date.now() / minuteMs) * minuteMs
    const time = (minutesAgo: number): string =>
      new Date(nowMs - minutesAgo * minuteMs).toISOString()
    const backfill = (from: number, to: number) =>
      alphapulse(
        cwd,
        'backfill',
        ...['--symbol', 'BTCUSDT', '--from', time(from), '--to', time(to)],
        ...['--data-dir', 'live', '--json'],
      )
    const before = (await recorded('candles', 'BTCUSDT')).length
    const byFolder = await backfill(3_999, 3_000)
    expect(byFolder.code, byFolder.err).toBe(0)
    expect(JSON.parse(byFolder.out)).toMatchObject([
      { state: 'done', minutes: 1_000, entered: 1_000 },
    ])

    const running = start()
    await stateWhen(({ messages }) => messages > 0)
    // The older half is there already.
    const byEngine = await backfill(3_499, 2_500)
    expect(byEngine.code, byEngine.err).toBe(0)
    expect(JSON.parse(byEngine.out)).toMatchObject([{ state: 'done', entered: 1_000 }])
    const minutesThere = async (): Promise<readonly number[]> =>
      (
        await recorded<{ readonly timeframe: string; readonly open_time: number }>(
          'candles',
          'BTCUSDT',
        )
      )
        .slice(before)
        .filter((one) => one.timeframe === '1m' && one.open_time < nowMs - 2_000 * minuteMs)
        .map((one) => one.open_time)
    await expect
      .poll(async () => (await minutesThere()).length, { timeout: 60_000, interval: 2_000 })
      .toBe(1_500)
    expect(await running.end('SIGTERM')).toBe(0)
    const minutes = await minutesThere()
    expect(minutes.length).toBe(1_500)
    expect(new Set(minutes).size).toBe(1_500)
  }, 180_000)
})

test('doctor finds everything well, and a clock that is not', async () => {
  const well = await alphapulse(cwd, 'doctor', '--json')
  expect(well.code, well.out).toBe(0)
  const findings = JSON.parse(well.out) as readonly {
    readonly what: string
    readonly state: string
  }[]
  expect(findings.map(({ what }) => what)).toEqual([
    'settings',
    'folder',
    'REST',
    'symbol',
    'clock',
    'streams',
  ])
  fake.restFailures.push({ status: 451 })
  const region = await alphapulse(cwd, 'doctor')
  expect([region.code, region.out]).toEqual([1, expect.stringContaining('api.binance.us')])
})

test('init writes what is given and refuses to write over it', async () => {
  const empty = newFolder()
  const flags = ['--source', 'binance', '--market', 'perpetual', '--symbols', 'btc/usdt,ETHUSDT']
  const { code, out } = await alphapulse(empty, 'init', ...flags, '--preset', 'strict')
  expect([code, out]).toEqual([0, expect.stringContaining('alphapulse.config.json')])
  const again = await alphapulse(empty, 'init', '--yes')
  expect([again.code, again.err]).toEqual([1, expect.stringContaining('is there already')])
  const wrong = await alphapulse(newFolder(), 'init', '--preset', 'loud', '--yes')
  expect([wrong.code, wrong.err]).toEqual([1, expect.stringContaining("preset was 'loud'")])
  rmSync(empty, { recursive: true })
})
