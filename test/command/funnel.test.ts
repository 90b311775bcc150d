import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { serveEngine } from '../../cli/serving.ts'
import { openDatabase } from '../../connectors/clickhouse/database.ts'
import { LmdbLog } from '../../engine/log/lmdb.ts'
import type { Funnel } from '../../operators/funnel/funnel.ts'
import { gateNames } from '../../operators/gates/gate-names.ts'
import { alphapulse, type Ended, newFolder, writeKlines } from './run-command.ts'

interface Told extends Funnel {
  readonly fromMs: number
  readonly toMs: number
  readonly mode: string
}

describe('the funnel command', () => {
  let cwd: string
  const funnel = (...args: readonly string[]): Promise<Ended> =>
    alphapulse(cwd, 'funnel', '--data-dir', 'folder', ...args)
  const told = async (...args: readonly string[]): Promise<Told> => {
    const ended = await funnel('--json', ...args)
    expect(ended.code, ended.err).toBe(0)
    return JSON.parse(ended.out) as Told
  }
  beforeAll(async () => {
    cwd = newFolder()
    const data = writeKlines(cwd)
    const replayed = await alphapulse(cwd, 'replay', '--data', data, '--data-dir', 'folder')
    expect(replayed.code, replayed.err).toBe(0)
  })
  afterAll(() => rmSync(cwd, { recursive: true }))

  test('lists the gates in order, in plain lines of less than 100 columns', async () => {
    const { code, out } = await funnel('--since', '2d')
    expect(code).toBe(0)
    const lines = out.trimEnd().split('\n')
    expect(lines[0]).toMatch(/^all symbols, 2025-05-0\d \d\d:\d\d to 2025-05-0\d \d\d:\d\d UTC$/)
    const gates = lines.flatMap(
      (line) => /^ {2}([a-z-]+) +\d+ +\d+ +(?:–|\d+\.\d %)/.exec(line)?.[1] ?? [],
    )
    expect(gates).toEqual([...gateNames])
    expect(lines.filter((line) => line.length >= 100)).toEqual([])
    expect(out).toMatch(/^ {2}consensus .* instead of .*: \d+ more, not followed by shadows$/m)
  })

  test('ends at the newest record and goes back as far as it was asked', async () => {
    const day = await told()
    const hours = await told('--since', '90m')
    expect(day.toMs).toBe(hours.toMs)
    expect([day.toMs - day.fromMs, hours.toMs - hours.fromMs]).toEqual([86_400_000, 5_400_000])
    expect(day.mode).toBe('replay')
    expect(hours.opportunities).toBeLessThan(day.opportunities)
    expect((await told('--since', '2d', '--symbol', 'BTC/USDT')).opportunities).toBe(
      (await told('--since', '2d')).opportunities,
    )
    expect((await told('--since', '2d', '--symbol', 'ETHUSDT')).opportunities).toBe(0)
  })

  test('a running engine is asked for its tables, which tell what the log tells', async () => {
    const fromLog = await told('--since', '2d')
    const folder = join(cwd, 'folder')
    const database = await openDatabase({ folder, target: { kind: 'embedded' } })
    const queries: string[] = []
    const server = await serveEngine(folder, {
      query: (sql, format) => {
        queries.push(sql)
        return database.query(sql, format)
      },
      metrics: async () => '',
      stop: () => {},
    })
    try {
      expect(await told('--since', '2d')).toEqual(fromLog)
      expect(queries.at(-1)).toContain('FROM opportunities')
      const view = await database.query(
        'SELECT gate, reached, refused FROM funnel_by_gate',
        'JSONCompactEachRow',
      )
      const rows = view
        .trimEnd()
        .split('\n')
        .map((line) => (JSON.parse(line) as unknown[]).map(String))
      expect(rows).toEqual(
        fromLog.gates.map(({ gate, reached, refused }) => [gate, String(reached), String(refused)]),
      )
    } finally {
      await server.close()
      await database.stop()
    }
  })

  test('an engine without tables leaves it to the log', async () => {
    const fromLog = await told()
    const server = await serveEngine(join(cwd, 'folder'), {
      query: () => Promise.reject(new Error('this engine runs without tables')),
      metrics: async () => '',
      stop: () => {},
    })
    try {
      expect(await told()).toEqual(fromLog)
    } finally {
      await server.close()
    }
  })

  test('where nothing was recorded it says so and what to do, and no time without opportunities is a fault', async () => {
    const log = new LmdbLog({
      folder: join(cwd, 'empty'),
      topics: [],
      partitions: 1,
      identity: {},
      durability: 'process',
    })
    await log.close()
    const empty = await alphapulse(cwd, 'funnel', '--data-dir', 'empty')
    expect(empty).toMatchObject({ code: 0 })
    expect(empty.out).toMatch(/^nothing was recorded here yet\nrun `npx alphapulse start`/)
    const none = await funnel('--symbol', 'ETHUSDT')
    expect(none).toMatchObject({ code: 0 })
    expect(none.out).toContain('no opportunity: no scan of a 15m candle had a weighted direction')
    const nowhere = await alphapulse(cwd, 'funnel', '--data-dir', 'nowhere')
    expect(nowhere.err).toContain('holds no AlphaPulse data')
  })

  test('the summary of a replay says unasked why its last day had no signal', async () => {
    const elsewhere = newFolder()
    const data = writeKlines(elsewhere)
    writeFileSync(join(elsewhere, 'alphapulse.config.json'), '{"minNetProfitPct": 50}')
    const ended = await alphapulse(elsewhere, 'replay', '--data', data, '--log', 'memory')
    rmSync(elsewhere, { recursive: true })
    expect(ended.out).toMatch(
      /^ +no signal for 4\d h; in the last 24 h: consensus refused \d+ of \d+, net-profit \d+ of \d+ \(100\.0 %\); net profit \d\.\d+ % instead of 50 %: \d more, .+ · npx alphapulse funnel$/m,
    )
  })

  test('a time or a symbol that is none is refused plainly', async () => {
    for (const since of ['0h', '1w']) {
      const ended = await funnel(`--since=${since}`)
      expect(ended.code).toBe(1)
      expect(ended.err).toContain('it must be a length of time, as 90m, 24h or 7d')
    }
    const ended = await funnel('--symbol', "X' OR 1")
    expect(ended.err).toContain('it must be a symbol, as BTCUSDT or BTC/USDT')
  })
})
