import type { ClickHouseClient } from '@clickhouse/client'
import { expect } from 'vitest'
import { LmdbReader } from '../../../engine/log/lmdb-reader.ts'
import type { Intents } from '../intents.ts'
import { prepareSchema } from '../schema.ts'
import { Sink } from '../sink.ts'
import { sinkDefaults } from '../sink-defaults.ts'
import type { SinkEvent } from '../sink-event.ts'
import { SinkNews } from '../sink-news.ts'
import { everyPlace, sinkTables } from '../tables.ts'
import { differencesFromLog } from './compare.ts'
import { firstTimeMs, type TestFolder, testFolder, topicNamed } from './data-folder.ts'
import { type TestDatabase, testDatabase } from './embedded.ts'
import { sampleRecord } from './sample-records.ts'

type Exec = ClickHouseClient['exec']
/** What a faulty way to ClickHouse does with an insert of rows. */
type Fault = (send: () => ReturnType<Exec>, query: string) => ReturnType<Exec>

export const ticks = topicNamed('ticks')

export interface RunningSink {
  readonly sink: Sink
  /** Settles when the sink has ended. */
  readonly ended: Promise<void>
  stop(): Promise<void>
}

/** A log of one partition in a folder, tables in chDB, and sinks between them. */
export class SinkBench {
  readonly database: TestDatabase
  folder: TestFolder = testFolder(1)
  events: SinkEvent[] = []
  /** Of the records that the log was given. */
  written = 0

  private constructor(database: TestDatabase) {
    this.database = database
  }

  static async open(): Promise<SinkBench> {
    const bench = new SinkBench(await testDatabase())
    await prepareSchema(bench.database.client)
    return bench
  }

  /** Another log, and empty tables. */
  async clear(): Promise<void> {
    await this.newLog()
    this.events = []
    await this.dropTables()
    await prepareSchema(this.database.client)
  }

  async newLog(): Promise<void> {
    await this.folder.remove()
    this.folder = testFolder(1)
    this.written = 0
  }

  async dropTables(): Promise<void> {
    const names = [...sinkTables.map(({ name }) => name), '_sink_positions']
    for (const name of names)
      await this.database.client.command({ query: `DROP TABLE ${name} SYNC` })
  }

  async close(): Promise<void> {
    await this.folder.remove()
    await this.database.remove()
  }

  append(count: number, topic = ticks): void {
    for (let n = 0; n < count; n++, this.written++) {
      const value = sampleRecord(topic.schema, this.written)
      const timeMs = firstTimeMs + this.written * 1_000
      this.folder.log.append(topic, 0, { key: 'key', value, timeMs })
    }
    this.folder.log.commit([])
  }

  /** A way to ClickHouse on which inserts of ticks go wrong. */
  through(fault: Fault): ClickHouseClient {
    const { client: real } = this.database
    return new Proxy(real, {
      get(client, name) {
        if (name !== 'exec') return Reflect.get(client, name)
        return (params: Parameters<Exec>[0]) =>
          params.query.startsWith('INSERT INTO ticks ')
            ? fault(() => client.exec(params), params.query)
            : client.exec(params)
      },
    })
  }

  async run(
    given: {
      readonly client?: ClickHouseClient
      readonly rowsMax?: number
      readonly intents?: Intents
    } = {},
  ): Promise<RunningSink> {
    const { client = this.database.client, rowsMax = 100, intents } = given
    const reader = new LmdbReader({
      folder: this.folder.path,
      topics: sinkTables.map(({ topic }) => topic),
    })
    const sink = await Sink.open({
      ...sinkDefaults,
      pollMs: 5,
      rowsMax,
      reader,
      client,
      places: everyPlace(() => 1),
      news: new SinkNews('test', (event) => this.events.push(event)),
      ...(intents === undefined ? {} : { intents }),
    })
    const ended = sink.run()
    return {
      sink,
      ended,
      async stop() {
        await sink.stop()
        await reader.close()
      },
    }
  }

  ask<Row>(query: string): Promise<Row[]> {
    return this.database.rows<Row>(query)
  }

  async expectTablesAreLog(): Promise<void> {
    const ask = <Row>(query: string) => this.ask<Row>(query)
    expect(await differencesFromLog(this.folder.path, ask)).toEqual([])
  }
}
