import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { SinkEvent } from './sink-event.ts'
import { openDatabase, type SinkHandle, startSink } from './sink-process.ts'
import { sinkTables } from './tables.ts'
import { connect, loadEmbedded } from './target.ts'
import { differencesFromLog } from './testing/compare.ts'
import { firstTimeMs, type TestFolder, testFolder } from './testing/data-folder.ts'
import { ended, forkTsx } from './testing/fork-tsx.ts'
import { sampleRecord } from './testing/sample-records.ts'

const embedded = { kind: 'embedded' } as const
let folder: TestFolder
let events: SinkEvent[]
let written: number

beforeEach(() => {
  folder = testFolder(2)
  events = []
  written = 0
})
afterEach(() => folder.remove())

/** So many records of every topic, in commits of uneven size, heartbeats among them. */
function append(count: number): void {
  for (let n = 0; n < count; n++, written++) {
    const timeMs = firstTimeMs + written * 500
    for (const { topic } of sinkTables) {
      const partition = topic.partitioning === 'global' ? 0 : written % 2
      const beats = written % 17 === 16
      const value = beats ? null : sampleRecord(topic.schema, written)
      folder.log.append(topic, partition, { key: beats ? null : 'key', value, timeMs })
    }
    if (written % 23 === 0) folder.log.commit([])
  }
  folder.log.commit([])
}

async function start(rowsMax = 20_000): Promise<SinkHandle> {
  const onEvent = (event: SinkEvent) => events.push(event)
  const sink = await startSink({ folder: folder.path, target: embedded, rowsMax, onEvent })
  if (sink === undefined) throw new Error(events.map(({ text }) => text).join())
  return sink
}

async function expectTablesAreLog(ask: (query: string, format: string) => Promise<string>) {
  const rows = async (query: string) =>
    (await ask(`${query} SETTINGS output_format_json_quote_64bit_integers = 0`, 'JSONEachRow'))
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line))
  expect(await differencesFromLog(folder.path, rows)).toEqual([])
}

test('writes, answers and says what is wrong with a question', async () => {
  append(100)
  const sink = await start()
  await sink.sync()
  await expectTablesAreLog((sql, format) => sink.query(sql, format))
  expect(await sink.query('SELECT 1 AS one', 'CSVWithNames')).toBe('"one"\n1\n')
  expect(await sink.query('SELECT 2 FORMAT TSV', 'CSV')).toBe('2\n')
  const long = await sink.query("SELECT repeat('x', 1000000) FROM numbers(3)", 'TSV')
  expect(long).toBe(`${'x'.repeat(1_000_000)}\n`.repeat(3))
  await expect(sink.query('SELECT nope FROM ticks', 'TSV')).rejects.toThrow(
    /`nope`.*\(UNKNOWN_IDENTIFIER\)/,
  )
  await expect(sink.query('DROP TABLE ticks', 'TSV')).rejects.toThrow('it begins with DROP')
  await sink.stop()
  await expect(sink.query('SELECT 1', 'TSV')).rejects.toThrow('was stopped')
  await folder.log.close()
  const database = await openDatabase({ folder: folder.path, target: embedded })
  expect(await database.query('SELECT count() FROM ticks', 'TSV')).toBe('95\n')
  await database.stop()
  expect(events).toEqual([])
})

// `SINK_KILLS=200 npx vitest run connectors/clickhouse/sink-process.test.ts -t SIGKILL` for longer.
test('a sink killed with SIGKILL at any moment leaves each record exactly once', async () => {
  const kills = Number(process.env.SINK_KILLS ?? 6)
  for (let kill = 0; kill < kills; kill++) {
    append(300)
    const sink = await start(40)
    // Every third one dies while it still opens.
    if (kill % 3 !== 2) await sink.query('SELECT 1', 'TSV')
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 500))
    if (sink.pid !== undefined) process.kill(sink.pid, 'SIGKILL')
    await expect.poll(() => events.filter(({ kind }) => kind === 'restarted').length).toBe(kill + 1)
    await sink.stop()
  }
  const sink = await start()
  await sink.sync()
  await sink.stop()
  expect(events.filter(({ kind }) => kind !== 'restarted')).toEqual([])
  const client = await connect(embedded, folder.path)
  await expectTablesAreLog(async (query, format) => {
    const answer = await client.exec({
      query,
      clickhouse_settings: { default_format: format as 'JSONEachRow' },
    })
    let text = ''
    for await (const part of answer.stream) text += part
    return text
  })
  await client.close()
}, 600_000)

test('starts its process again when that dies, and a sync under way still ends', async () => {
  append(50)
  const sink = await start()
  await sink.query('SELECT 1', 'TSV')
  const { pid } = sink
  const synced = sink.sync()
  if (pid !== undefined) process.kill(pid, 'SIGKILL')
  await synced
  expect(sink.pid).not.toBe(pid)
  expect(events.map(({ text }) => text)).toEqual([
    'the ClickHouse process ended (SIGKILL); it is started again and goes on where the tables end',
  ])
  await sink.stop()
})

test('ends with the engine that started it, however that ends', async () => {
  const { child, said } = await forkTsx<{ pid: number }>('./start-sink.ts', [folder.path])
  child.kill('SIGKILL')
  await expect.poll(() => isAlive(said.pid), { timeout: 5_000 }).toBe(false)
})

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

test('waits for a server that is away, and catches up when it is killed and comes back', async () => {
  const database = `${folder.path}/server`
  const first = await forkTsx<{ port: number }>('./server-double.ts', [database])
  const { port } = first.said
  first.child.kill('SIGKILL')
  await ended(first.child)
  const target = {
    kind: 'server',
    url: `http://127.0.0.1:${port}`,
    user: 'default',
    password: '',
    database: 'alpha_pulse',
  } as const
  append(200)
  const onEvent = (event: SinkEvent) => events.push(event)
  const sink = await startSink({ folder: folder.path, target, rowsMax: 20, onEvent })
  if (sink === undefined) throw new Error('no sink')
  await expect.poll(() => events.length, { timeout: 10_000 }).toBe(1)
  expect(events[0]?.text).toContain('cannot be opened (connect ECONNREFUSED')
  await expect(sink.query('SELECT 1', 'TSV')).rejects.toThrow('cannot be opened')
  const server = () => forkTsx('./server-double.ts', [database, String(port)])
  const { child } = await server()
  await expect.poll(() => events.at(-1)?.kind, { timeout: 30_000 }).toBe('recovered')
  append(200)
  await new Promise((resolve) => setTimeout(resolve, 200))
  child.kill('SIGKILL')
  await ended(child)
  append(1)
  await expect.poll(() => events.at(-1)?.kind, { timeout: 30_000 }).toBe('waiting')
  const last = await server()
  await sink.sync()
  await expectTablesAreLog((sql, format) => sink.query(sql, format))
  expect(await sink.query('SELECT currentDatabase()', 'TSV')).toBe('alpha_pulse\n')
  await sink.stop()
  last.child.kill('SIGKILL')
})

test('without a chDB build the engine is told in a sentence and goes on without', async () => {
  // Node's module hook, given to the child by its environment, hides the package.
  const hook = inUrl(
    `export async function resolve(name, context, next) { if (name.startsWith('chdb')) throw new Error("Cannot find package 'chdb'"); return next(name, context) }`,
  )
  const loader = inUrl(`import { register } from 'node:module'; register('${hook}')`)
  vi.stubEnv('NODE_OPTIONS', `--import ${loader}`)
  const onEvent = (event: SinkEvent) => events.push(event)
  expect(await startSink({ folder: folder.path, target: embedded, onEvent })).toBeUndefined()
  vi.unstubAllEnvs()
  expect(events.map(({ kind }) => kind)).toEqual(['unavailable'])
  expect(events[0]?.text).toMatch(/^there is no embedded ClickHouse here \(linux|darwin/)
  expect(events[0]?.text).toContain("Cannot find package 'chdb'")
  await expect(loadEmbedded(() => Promise.reject(new Error('no')))).rejects.toThrow('all else runs')
})

function inUrl(module: string): string {
  return `data:text/javascript;base64,${Buffer.from(module).toString('base64')}`
}
