import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type SinkHandle, startKafkaSink } from '../../connectors/clickhouse/sink-process.ts'
import { differencesFrom, type RecordsOf } from '../../connectors/clickhouse/testing/compare.ts'
import { ended, forkTsx } from '../../connectors/clickhouse/testing/fork-tsx.ts'
import { partitionsOf } from '../../engine/core/topic.ts'
import { membershipTimes } from '../../engine/log/kafka/membership.ts'
import { recordsOf } from '../../engine/log/kafka/record-codec.ts'
import type { ChainOnKafka } from '../kafka/chain-on-kafka.ts'

const server = (path: string, port: number) =>
  forkTsx<{ port: number }>('./server-double.ts', [path, String(port)])

/** A ClickHouse server beside a chain, and the sinks that share its tables. */
export class Tables {
  /** Their processes begin anew by themselves. */
  readonly sinks: SinkHandle[] = []
  private readonly folder = mkdtempSync(join(tmpdir(), 'alphapulse-tables-'))
  private running: Awaited<ReturnType<typeof server>> | undefined
  private port = 0

  static async start(chain: ChainOnKafka, registryUrl: string, sinks: number): Promise<Tables> {
    const tables = new Tables()
    await tables.startServer()
    const cluster = {
      connection: { brokers: chain.brokers },
      registry: { url: registryUrl },
      app: chain.names.app,
      partitions: chain.partitions,
      times: { ...membershipTimes, sessionTimeoutMs: 6_000 },
    }
    const target = {
      kind: 'server',
      url: `http://127.0.0.1:${tables.port}`,
      user: 'default',
      password: '',
      database: 'alphapulse',
    } as const
    for (let at = 0; at < sinks; at++) {
      const folder = join(tables.folder, `sink-${at}`)
      const sink = await startKafkaSink({ folder, target, cluster, rowsMax: 500 })
      if (sink === undefined) throw new Error('there is no ClickHouse here')
      tables.sinks.push(sink)
    }
    return tables
  }

  async startServer(): Promise<void> {
    this.running = await server(join(this.folder, 'server'), this.port)
    this.port = this.running.said.port
  }

  async killServer(): Promise<void> {
    const { running } = this
    this.running = undefined
    if (running === undefined) return
    running.child.kill('SIGKILL')
    await ended(running.child)
  }

  /** What a row by row comparison with the topics finds, when everything is written. */
  async differences(chain: ChainOnKafka): Promise<readonly string[]> {
    const [sink] = this.sinks
    if (sink === undefined) return ['there is no sink']
    await sink.sync()
    const link = await chain.link()
    const records: RecordsOf = async (topic) => {
      const all = []
      for (let partition = 0; partition < partitionsOf(topic, chain.partitions); partition++) {
        const kept = await link.fetcher.readKept(chain.names.topic(topic), partition)
        for (const record of await recordsOf(topic, kept, link.options.ids))
          all.push({ ...record, partition })
      }
      return all
    }
    const rowsOf = async (query: string) => {
      const settings = 'SETTINGS output_format_json_quote_64bit_integers = 0'
      const text = await sink.query(`${query} ${settings}`, 'JSONEachRow')
      return text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line)]))
    }
    return differencesFrom(records, rowsOf).finally(() => link.close())
  }

  async stop(): Promise<void> {
    await Promise.all(this.sinks.map((sink) => sink.stop()))
    await this.killServer()
    rmSync(this.folder, { recursive: true, force: true })
  }
}
