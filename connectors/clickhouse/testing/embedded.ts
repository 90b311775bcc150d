import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ClickHouseClient } from '@clickhouse/client'
import { followFolder } from '../follow-folder.ts'
import { sinkDefaults } from '../sink-defaults.ts'
import { SinkNews } from '../sink-news.ts'
import { connect } from '../target.ts'

export interface TestDatabase {
  readonly client: ClickHouseClient
  rows<Row>(query: string): Promise<Row[]>
  /** Closes the engine and opens it again on the same folder. */
  reopen(): Promise<void>
  remove(): Promise<void>
}

/** chDB in this process, in a folder of its own; one at a time. */
export async function testDatabase(): Promise<TestDatabase> {
  const folder = mkdtempSync(join(tmpdir(), 'alphapulse-chdb-'))
  let client = await connect({ kind: 'embedded' }, folder)
  return {
    get client() {
      return client
    },
    async rows<Row>(query: string) {
      const answer = await client.query({
        query: `${query} SETTINGS output_format_json_quote_64bit_integers = 0, output_format_json_quote_denormals = 1`,
        format: 'JSONEachRow',
      })
      return answer.json<Row>()
    },
    async reopen() {
      await client.close()
      client = await connect({ kind: 'embedded' }, folder)
    },
    async remove() {
      await client.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Writes everything in a data folder's log into the tables, and fails where a running sink would wait. */
export async function fillTables(folder: string, client: ClickHouseClient): Promise<void> {
  let fault = ''
  const news = new SinkNews('test', ({ text }) => {
    fault = text
  })
  const { rowsMax } = sinkDefaults
  const following = await followFolder(folder, { client, rowsMax, news })
  const written = following.sync()
  await Promise.race([written, new Promise((resolve) => setTimeout(resolve, 10_000))])
  written.catch(() => {})
  await following.stop()
  if (fault !== '') throw new Error(fault)
}
