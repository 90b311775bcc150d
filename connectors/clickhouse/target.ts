import { join } from 'node:path'
import { type ClickHouseClient, ClickHouseLogLevel, createClient } from '@clickhouse/client'
import { ConfigError, StorageError } from '../../engine/core/errors.ts'

/** Where the history is kept: inside the data folder by chDB, or on a ClickHouse server. */
export type SinkTarget =
  | { readonly kind: 'embedded' }
  | {
      readonly kind: 'server'
      readonly url: string
      readonly user: string
      readonly password: string
      readonly database: string
    }

/** This platform, or this installation, has no embedded ClickHouse. */
export class EmbeddedMissingError extends ConfigError {}

export function embeddedPath(folder: string): string {
  return join(folder, 'clickhouse')
}

/** What people call the target in a sentence. */
export function targetName(target: SinkTarget, folder: string): string {
  return target.kind === 'embedded'
    ? `embedded ClickHouse in ${embeddedPath(folder)}`
    : `ClickHouse database '${target.database}' on ${target.url}`
}

export async function connect(target: SinkTarget, folder: string): Promise<ClickHouseClient> {
  const common = { log: { level: ClickHouseLogLevel.OFF }, application: 'alphapulse' }
  if (target.kind === 'embedded') {
    const { createChdbConnection } = await loadEmbedded()
    try {
      const connection = createChdbConnection({ path: embeddedPath(folder) })
      // The same interface, from chDB's own copy of the client's common part.
      return createClient({ ...common, connection: connection as never })
    } catch (error) {
      throw new StorageError(
        'another process has it open, or its folder cannot be written',
        { path: embeddedPath(folder) },
        error,
      )
    }
  }
  const { url, user: username, password, database } = target
  const server = { ...common, url, username, password, request_timeout: 60_000 }
  await makeDatabase(createClient(server), database)
  return createClient({ ...server, database })
}

export async function loadEmbedded(load = () => import('chdb/connection')) {
  try {
    return await load()
  } catch (error) {
    const [reason = ''] = (error as Error).message.split('\n')
    throw new EmbeddedMissingError(
      `there is no embedded ClickHouse here (${process.platform} ${process.arch}: ${reason}): tables and SQL are off, all else runs. ` +
        'chDB has builds for Linux with glibc and for macOS, x64 and arm64; ' +
        "if this is one of them, install with optional dependencies ('npm ci'), or give the URL of a ClickHouse server",
      {},
      error,
    )
  }
}

/** A user who may not make databases can still be given one. */
async function makeDatabase(client: ClickHouseClient, database: string): Promise<void> {
  try {
    const found = await client.query({
      query: 'SELECT name FROM system.databases WHERE name = {database:String}',
      query_params: { database },
      format: 'JSONEachRow',
    })
    if ((await found.json()).length > 0) return
    await client.command({
      query: 'CREATE DATABASE IF NOT EXISTS {database:Identifier}',
      query_params: { database },
    })
  } finally {
    await client.close()
  }
}
