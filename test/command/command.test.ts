import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { LmdbLog } from '../../engine/log/lmdb.ts'
import { dataFolder, haveData, whereAbsent } from '../replay/market-data.ts'
import { alphapulse, type Ended, newFolder, writeKlines } from './run-command.ts'

interface Line {
  readonly topic: string
  readonly partition: number
  readonly offset: number
  readonly key: string
  readonly value: { readonly timeframe: string; readonly open_time: number }
  readonly headers: { readonly run: string; readonly reads: object }
}

const lines = (ended: Ended): Line[] =>
  ended.out
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line)

describe('the command', () => {
  let cwd: string
  let data: string
  let replayed: Ended
  const run = (...args: readonly string[]): Promise<Ended> => alphapulse(cwd, ...args)
  beforeAll(async () => {
    cwd = newFolder()
    data = writeKlines(cwd)
    replayed = await run('replay', '--data', data, '--data-dir', 'folder', '--json')
  })
  afterAll(() => rmSync(cwd, { recursive: true }))

  test('replay tells what it did, with the digests that `digest` finds afterwards', async () => {
    expect(replayed).toMatchObject({ code: 0 })
    const told = JSON.parse(replayed.out) as { digests: unknown; [name: string]: unknown }
    const digests = await run('digest', '--data-dir', 'folder', '--json')
    expect(JSON.parse(digests.out)).toEqual(told.digests)
  })

  test('sql answers on what was replayed, and names what it cannot answer', async () => {
    const count = "SELECT count() AS n FROM candles WHERE timeframe = '1m'"
    const answer = await run('sql', count, '--data-dir', 'folder', '--format', 'JSONEachRow')
    expect(JSON.parse(answer.out)).toEqual({ n: 2 * 1_440 })
    const wrong = await run('sql', 'SELECT * FROM nothing', '--data-dir', 'folder')
    expect(wrong.code).toBe(1)
    expect(wrong.err).toContain('nothing')
  })

  test('records prints a topic from any place on, each record with its place and headers', async () => {
    const from = await run(
      ...['records', 'candles', '--data-dir', 'folder', '--key', 'BTCUSDT'],
      ...['--offset', '0', '--limit', '3'],
    )
    expect(from.code).toBe(0)
    const [first, ...more] = lines(from)
    expect(first).toMatchObject({
      topic: 'candles',
      offset: 0,
      key: 'BTCUSDT',
      value: { timeframe: '1m', open_time: Date.UTC(2025, 4, 4) },
    })
    expect(more).toHaveLength(2)
    expect(first?.headers.run).toMatch(/^\d{8}T\d{6}Z-[0-9a-f]{4}$/)
    // The partition's klines were read from their beginning, and nothing else.
    expect(first?.headers.reads).toMatchObject({
      [`klines/${first?.partition}`]: [0, expect.any(Number)],
    })
    const newest = lines(await run('records', 'candles', '--data-dir', 'folder', '--limit', '1'))
    expect(newest.at(-1)?.offset).toBeGreaterThan(2 * 1_440)
  })

  test('records and weights say what there is, where they are asked for something else', async () => {
    const topic = await run('records', 'prices', '--data-dir', 'folder')
    expect(topic).toMatchObject({ code: 1, out: '' })
    expect(topic.err).toContain("there is no topic 'prices'; there are ticks, klines")
    const partition = await run('records', 'signals', '--data-dir', 'folder', '--partition', '99')
    expect(partition.code).toBe(1)
    expect(partition.err).toContain('--partition was 99')
    const folder = await run('weights', '--data-dir', 'nowhere')
    expect(folder.code).toBe(1)
    expect(folder.err).toContain('holds no AlphaPulse data')
  })

  test('topology prints the graph as text, JSON and Mermaid', async () => {
    for (const [format, part] of [
      ['text', 'market'],
      ['json', '"market"'],
      ['mermaid', 'flowchart'],
    ] as const) {
      const ended = await run('topology', '--format', format)
      expect(ended.code, ended.err).toBe(0)
      expect(ended.out).toContain(part)
    }
  })

  test('pipelines run apart where they are cut out: the same digests, and another folder', async () => {
    const cut = ['--cut', 'head-votes,features']
    const memory = await run('replay', '--log', 'memory', '--json', '--data', data, ...cut)
    expect(memory.code, memory.err).toBe(0)
    const told = JSON.parse(replayed.out) as { digests: unknown }
    expect(JSON.parse(memory.out)).toMatchObject({ digests: told.digests })
    const other = await run('replay', '--data', data, '--data-dir', 'folder', ...cut)
    expect(other.code).toBe(1)
    expect(other.err).toMatch(
      /^alphapulse: data folder \S+ was made with cut none; it was asked for with features,head-votes\./m,
    )
    const graph = await run('topology', '--cut', 'features')
    expect(graph.out).toContain('features (one per partition)\n  reads     candles from market')
    const wrong = await run('topology', '--cut', 'desk')
    expect(wrong.code).toBe(1)
    expect(wrong.err).toBe(
      "alphapulse: 'desk' cannot be cut out of a chain; what can be: candles, data-quality, price-times, features, regimes, head-votes, embeddings, judgement\n",
    )
  })

  test('a second engine on a folder that is in use is refused', async () => {
    const log = new LmdbLog({
      folder: join(cwd, 'taken'),
      topics: [],
      partitions: 1,
      identity: {},
      durability: 'process',
    })
    const ended = await run('replay', '--data', data, '--data-dir', 'taken')
    await log.close()
    expect(ended.code).toBe(1)
    expect(ended.err).toMatch(/^alphapulse: .*taken.* is in use/m)
  })

  const header = 'open_time_ms,open,high,low,close,volume\n'
  const row = (timeMs: number | string): string => `${timeMs},1,1,1,1,1\n`
  const faults: readonly (readonly [string, Buffer, RegExp])[] = [
    ['truncated gzip', gzipSync(header + row(1).repeat(5_000)).subarray(0, 60), /gzip|gz/],
    ['unknown columns', Buffer.from('a,b,c\n1,2,3\n'), /'a,b,c'/],
    ['an empty file', Buffer.alloc(0), /empty/],
    ['event time 0', Buffer.from(header + row(0)), /\b0\b/],
  ]
  for (const [what, bytes, message] of faults) {
    test(`replay refuses ${what} plainly, and makes no folder of it`, async () => {
      const gz = what.includes('gzip') ? '.gz' : ''
      const path = join(cwd, `binance_usdm_ETHUSDT_1m_bad.csv${gz}`)
      writeFileSync(path, bytes)
      const ended = await run('replay', '--data', path, '--data-dir', 'bad')
      rmSync(path)
      expect(ended.code).toBe(1)
      expect(ended.err).toMatch(/^alphapulse: /)
      expect(ended.err).not.toContain('    at ')
      expect(ended.err).toMatch(message)
      expect(existsSync(join(cwd, 'bad', 'log.mdb'))).toBe(false)
    })
  }

  test('all faults of a configuration are told together', async () => {
    writeFileSync(
      join(cwd, 'alphapulse.config.json'),
      JSON.stringify({ preset: 'brave', partitions: 0, nonsense: 1 }),
    )
    const ended = await run('replay', '--data', data, '--data-dir', 'unborn')
    rmSync(join(cwd, 'alphapulse.config.json'))
    expect(ended.code).toBe(1)
    for (const name of ['preset', 'partitions', 'nonsense']) expect(ended.err).toContain(name)
  })

  test('luck holds the outcomes of the tables against random entries', async () => {
    const ended = await run('luck', '--data-dir', 'folder', '--draws', '50', '--json')
    expect(ended).toMatchObject({ code: 0, err: '' })
    const query =
      "SELECT toUInt32(count()) AS signals, avg(net_pct) AS net FROM outcomes WHERE kind = 'real'"
    const rows = await run('sql', query, '--data-dir', 'folder', '--format', 'JSONEachRow')
    const { signals, net } = JSON.parse(rows.out) as { signals: number; net: number }
    expect(signals).toBeGreaterThan(0)
    const found = JSON.parse(ended.out) as { readonly [name: string]: number }
    expect(found).toMatchObject({ signals, draws: 50, netPct: expect.closeTo(net, 9) })
    expect(found.low).toBeLessThanOrEqual(found.high ?? Number.NaN)
    expect(await run('luck', '--data-dir', 'nowhere')).toMatchObject({ code: 1, out: '' })
  })

  test('warm-up tells of each feature how far it drifts, and from how many candles on', async () => {
    const ended = await run('warm-up', '--data', data, '--json')
    expect(ended.code).toBe(0)
    const { candles, histories, drifts } = JSON.parse(ended.out) as {
      readonly candles: number
      readonly histories: readonly number[]
      readonly drifts: readonly { readonly name: string; readonly driftPct: readonly unknown[] }[]
    }
    expect([candles, histories]).toEqual([2 * 1_440, [199, 399, 499, 999, 1_999]])
    expect(drifts).toHaveLength(92)
    expect(drifts.find(({ name }) => name === 'sma_200')?.driftPct[0]).toBeNull()
    const few = join(cwd, 'few.csv')
    writeFileSync(few, readFileSync(data, 'utf8').split('\n').slice(0, 100).join('\n'))
    const refused = await run('warm-up', '--data', few, '--symbol', 'BTCUSDT')
    expect(refused.code).toBe(1)
    expect(refused.err).toContain('has 99 candles; 2011 are needed')
  })

  test('nothing of all this changed the folder', async () => {
    const told = JSON.parse(replayed.out) as { digests: unknown }
    const digests = await run('digest', '--data-dir', 'folder', '--json')
    expect(JSON.parse(digests.out)).toEqual(told.digests)
    expect(readFileSync(data, 'utf8').length).toBeGreaterThan(1_000)
  })
})

describe.skipIf(!haveData)(`real files${whereAbsent}`, () => {
  test('one symbol of two markets is refused, with both files named', async () => {
    const cwd = newFolder()
    const folder = `${dataFolder}ticks/ws_raw/`
    const ended = await alphapulse(
      cwd,
      ...['replay', '--data', `${folder}binance_spot_btcusdt_20240808T2354.ws.gz`],
      `${folder}binance_usdm_btcusdt_20240808T2354.ws.gz`,
    )
    rmSync(cwd, { recursive: true })
    expect(ended.code).toBe(1)
    expect(ended.err).toMatch(/usdm.*BTCUSDT of \S+, .*spot.* of binance: these are two markets/)
  })
})
