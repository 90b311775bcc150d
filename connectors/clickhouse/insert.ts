import { Readable } from 'node:stream'
import type { ClickHouseClient } from '@clickhouse/client'

/** Reads rows of an answer; 64-bit numbers come as numbers. */
export async function rowsOf<Row>(client: ClickHouseClient, query: string): Promise<Row[]> {
  const answer = await client.query({
    query: `${query} SETTINGS output_format_json_quote_64bit_integers = 0`,
    format: 'JSONEachRow',
  })
  return answer.json<Row>()
}

/**
 * Writes rows, each already a JSON text, in one INSERT that makes one part: so it is there as a
 * whole or not at all. The settings stand in the statement: chDB would keep them for the session,
 * and split a text of megabytes to find them.
 */
export async function insertRows(
  client: ClickHouseClient,
  into: {
    readonly table: string
    readonly columns: readonly string[]
    /** A second insert with the same token writes nothing. */
    readonly token: string
  },
  rows: readonly string[],
): Promise<void> {
  const settings = [
    'async_insert = 0',
    // One reader makes one block. Blocks read side by side would each get a token of their own, made of
    // ours and their number, so that a batch of another length would not be known again.
    'input_format_parallel_parsing = 0',
    'max_insert_threads = 1',
    'max_insert_block_size = 1048576',
    'min_insert_block_size_rows = 1048576',
    'min_insert_block_size_bytes = 1073741824',
    'insert_deduplicate = 1',
    `insert_deduplication_token = '${into.token}'`,
    // What does not fit must fail, not be left out or become a zero.
    'input_format_skip_unknown_fields = 0',
    'input_format_null_as_default = 0',
  ]
  const answer = await client.exec({
    query: `INSERT INTO ${into.table} (${into.columns.join(', ')}) SETTINGS ${settings.join(', ')} FORMAT JSONEachRow`,
    values: Readable.from([rows.join('\n')]),
  })
  for await (const _ of answer.stream);
}
