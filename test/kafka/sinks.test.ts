import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { SinkEvent } from '../../connectors/clickhouse/sink-event.ts'
import {
  type SinkCluster,
  type SinkHandle,
  type SinkTarget,
  startKafkaSink,
} from '../../connectors/clickhouse/sink-process.ts'
import { sinkTables } from '../../connectors/clickhouse/tables.ts'
import { differencesFrom, type RecordsOf } from '../../connectors/clickhouse/testing/compare.ts'
import { ended, forkTsx } from '../../connectors/clickhouse/testing/fork-tsx.ts'
import { partitionsOf } from '../../engine/core/topic.ts'
import { membershipTimes } from '../../engine/log/kafka/membership.ts'
import { sinkTasks } from '../../engine/log/kafka/names.ts'
import { recordsOf } from '../../engine/log/kafka/record-codec.ts'
import { taskReports } from '../../engine/log/kafka/task-reports.ts'
import { chainTopology } from '../replay/chain.ts'
import {
  firstRows,
  haveData,
  monthFiles,
  rowsPerDay,
  sourceOf,
  whereAbsent,
} from '../replay/market-data.ts'
import { freshName, haveKafka, startKafka, type TestKafka, whyNotKafka } from './broker.ts'
import { ChainOnKafka } from './chain-on-kafka.ts'
import { haveRegistry, TestRegistry, whyNotRegistry } from './registry-server.ts'

const partitions = 3
const times = { ...membershipTimes, sessionTimeoutMs: 6_000 }

describe.skipIf(!haveKafka || !haveRegistry || !haveData)(
  `tables of what is on Kafka${whyNotKafka}${whyNotRegistry}${whereAbsent}`,
  () => {
    let kafka: TestKafka
    let registry: TestRegistry
    let chain: ChainOnKafka
    let cluster: SinkCluster
    let folder: string
    let events: SinkEvent[]

    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'alphapulse-sinks-'))
      ;[kafka, registry] = await Promise.all([startKafka(), TestRegistry.start()])
      const app = freshName('replay.sinks')
      chain = new ChainOnKafka(kafka.brokers, chainTopology(), partitions, app, registry.url)
      await chain.createTopics()
      const day = firstRows(monthFiles, rowsPerDay)
      await chain.run(await sourceOf(day.paths))
      day.remove()
      const connection = { brokers: kafka.brokers }
      cluster = { connection, registry: { url: registry.url }, app, partitions, times }
    }, 300_000)
    afterAll(async () => {
      await registry.stop()
      await kafka.stop()
      rmSync(folder, { recursive: true })
    })

    const start = async (
      target: SinkTarget,
      rowsMax: number,
      { app, at }: { readonly app: string; readonly at: string } = { app: cluster.app, at: folder },
    ): Promise<SinkHandle> => {
      const onEvent = (event: SinkEvent) => events.push(event)
      const of = { ...cluster, app }
      const sink = await startKafkaSink({ folder: at, target, cluster: of, rowsMax, onEvent })
      if (sink === undefined) throw new Error(events.map(({ text }) => text).join())
      return sink
    }
    const rowsOf = async <Row>(sink: SinkHandle, query: string): Promise<Row[]> => {
      const settings = 'SETTINGS output_format_json_quote_64bit_integers = 0'
      const text = await sink.query(`${query} ${settings}`, 'JSONEachRow')
      return text
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as Row)
    }
    const written = async (sink: SinkHandle): Promise<number> => {
      const [row] = await rowsOf<{ rows: number }>(sink, 'SELECT count() AS rows FROM features')
      return row?.rows ?? 0
    }
    const expectTablesAreTopics = async (sink: SinkHandle): Promise<void> => {
      const link = await chain.link()
      const records: RecordsOf = async (topic) => {
        const all = []
        for (let partition = 0; partition < partitionsOf(topic, partitions); partition++) {
          const kept = await link.fetcher.readKept(chain.names.topic(topic), partition)
          for (const record of await recordsOf(topic, kept, link.options.ids))
            all.push({ ...record, partition })
        }
        return all
      }
      const found = await differencesFrom(records, (query) => rowsOf(sink, query))
      await link.close()
      expect(found).toEqual([])
      expect(await written(sink)).toBeGreaterThan(4_000)
    }
    /** How many offsets of each topic the group has still before it. */
    const lags = async (): Promise<{ [topic: string]: number }> => {
      const admin = chain.client.admin()
      await admin.connect()
      const found: { [topic: string]: number } = {}
      const groupId = chain.names.group(sinkTasks)
      for (const { topic, partitions } of await admin.fetchOffsets({ groupId })) {
        const ends = await admin.fetchTopicOffsets(topic)
        found[topic] = ends.reduce((sum, { partition, high }) => {
          const committed = partitions.find((one) => one.partition === partition)?.offset
          return sum + Number(high) - Math.max(0, Number(committed ?? 0))
        }, 0)
      }
      await admin.disconnect()
      return found
    }
    const server = (path: string, port = 0) =>
      forkTsx<{ port: number }>('./server-double.ts', [path, String(port)])
    const serverTarget = (port: number): SinkTarget => ({
      kind: 'server',
      url: `http://127.0.0.1:${port}`,
      user: 'default',
      password: '',
      database: 'alphapulse',
    })

    test('embedded: hold every record once, also when the sink was killed', async () => {
      events = []
      const sink = await start({ kind: 'embedded' }, 500)
      await expect.poll(() => written(sink), { timeout: 20_000 }).toBeGreaterThan(0)
      process.kill(sink.pid as number, 'SIGKILL')
      await sink.sync()
      await expectTablesAreTopics(sink)
      await sink.stop()
      expect(kindsOf(events)).toEqual(['restarted'])
    })

    test('can be asked while the topics are not there, which are waited for', async () => {
      events = []
      const app = freshName('replay.later')
      const at = join(folder, 'later')
      mkdirSync(at)
      const sink = await start({ kind: 'embedded' }, 500, { app, at })
      await expect.poll(() => kindsOf(events), { timeout: 20_000 }).toEqual(['waiting'])
      expect(events.at(-1)?.text).toContain(`not all topics under the prefix '${app}.'`)
      expect(await sink.query('SELECT 1', 'TSV')).toBe('1\n')
      await new ChainOnKafka(kafka.brokers, chainTopology(), partitions, app).createTopics()
      await sink.sync()
      expect(kindsOf(events)).toEqual(['waiting', 'recovered'])
      await sink.stop()
    })

    test('on a server: hold every record once, while processes that share the work are killed and sleep', async () => {
      events = []
      const { child, said } = await server(join(folder, 'shared'))
      const target = serverTarget(said.port)
      const [first, second] = await Promise.all([start(target, 200), start(target, 140)])
      await expect.poll(() => written(first), { timeout: 30_000 }).toBeGreaterThan(100)
      process.kill(first.pid as number, 'SIGKILL')
      const asleep = second.pid as number
      process.kill(asleep, 'SIGSTOP')
      await sleep(times.sessionTimeoutMs + 1_500)
      const before = await written(first)
      await expect.poll(() => written(first), { timeout: 20_000 }).toBeGreaterThan(before)
      process.kill(asleep, 'SIGCONT')
      await Promise.all([first.sync(), second.sync()])
      await expectTablesAreTopics(first)
      await Promise.all([first.stop(), second.stop()])
      events = []
      const app = freshName('replay.other')
      await new ChainOnKafka(kafka.brokers, chainTopology(), partitions, app).createTopics()
      const other = await start(target, 200, { app, at: folder })
      await expect(other.sync()).rejects.toThrow('belong to another log')
      expect(kindsOf(events)).toEqual(['refused'])
      await expectTablesAreTopics(other)
      await other.stop()
      child.kill('SIGKILL')
      await ended(child)
    })

    test('on a server that goes away for a while: hold every record once, and the group is told how far', async () => {
      events = []
      const path = join(folder, 'away')
      const first = await server(path)
      const { port } = first.said
      const sink = await start(serverTarget(port), 500)
      await expect.poll(() => written(sink), { timeout: 30_000 }).toBeGreaterThan(100)
      first.child.kill('SIGKILL')
      await ended(first.child)
      await expect.poll(() => events.at(-1)?.kind, { timeout: 20_000 }).toBe('waiting')
      const { child } = await server(path, port)
      await sink.sync()
      await expectTablesAreTopics(sink)
      await sink.stop()
      expect(kindsOf(events)).toEqual(['waiting', 'recovered'])
      const link = await chain.link()
      const reports = await taskReports(chain.client, link)
      await link.close()
      const sinks = reports.filter(({ task }) => task.startsWith(`${sinkTasks}.`))
      expect(sinks.map(({ task }) => task)).toEqual(['sinks.0', 'sinks.1', 'sinks.2'])
      expect(sinks.flatMap(({ inputs }) => inputs.filter(({ lag }) => lag > 0))).toEqual([])
      const topics = sinkTables.map(({ topic }) => [chain.names.topic(topic), 0] as const)
      expect(await lags()).toEqual(Object.fromEntries(topics))
      child.kill('SIGKILL')
      await ended(child)
    })
  },
)

/** Warnings of the Kafka client come as they like. */
function kindsOf(events: readonly SinkEvent[]): SinkEvent['kind'][] {
  return events.map(({ kind }) => kind).filter((kind) => kind !== 'warning')
}
