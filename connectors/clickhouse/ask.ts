import type { ClickHouseClient, DataFormat } from '@clickhouse/client'
import { ConfigError } from '../../engine/core/errors.ts'
import { assertInside } from './outside.ts'
import { assertReadOnly } from './read-only.ts'
import type { SinkTarget } from './target.ts'

const answerBytesMax = 256 * 1024 * 1024

/** Answers one reading statement in a ClickHouse format, unless the statement names its own. */
export async function ask(
  client: ClickHouseClient,
  target: SinkTarget,
  sql: string,
  format: string,
): Promise<Buffer> {
  assertReadOnly(sql)
  if (!/^\w+$/.test(format))
    throw new ConfigError(
      `format was '${format}'; a ClickHouse format is meant, such as JSON or CSV`,
    )
  await assertInside(client, target, sql)
  const answer = await client
    .exec({
      query: sql,
      clickhouse_settings: {
        default_format: format as DataFormat,
        // A server refuses writing once more by itself. In chDB the setting would stay for the sink's inserts.
        ...(target.kind === 'server' ? { readonly: '2' as const } : {}),
      },
    })
    .catch((error: Error) => {
      const type = 'type' in error ? ` (${error.type})` : ''
      throw new ConfigError(`${error.message.trim()}${type}`, {}, error)
    })
  const parts: Buffer[] = []
  let bytes = 0
  for await (const part of answer.stream as AsyncIterable<Buffer>) {
    bytes += part.length
    if (bytes > answerBytesMax) {
      throw new ConfigError(
        `the answer is larger than ${answerBytesMax / 1024 / 1024} MB: ask for less, with LIMIT or an aggregate`,
      )
    }
    parts.push(part)
  }
  return Buffer.concat(parts)
}
