import type { SinkCluster, SinkTarget } from '../connectors/clickhouse/sink-process.ts'
import { membershipTimes } from '../engine/log/kafka/membership.ts'
import type { Config } from './config.ts'
import { kafkaConnection, registryConnection } from './kafka-config.ts'

/** The tables beside a running engine. */
export interface DatabaseLink {
  /** Resolves when everything committed by now is in the tables. */
  sync(): Promise<void>
  /** Runs a query that only reads; gives its result in a ClickHouse format. */
  query(sql: string, format: string): Promise<string>
  close(): Promise<void>
}

/** The tables' way to an application on Kafka. */
export function sinkCluster(config: Config, app: string, partitions: number): SinkCluster {
  return {
    connection: kafkaConnection(config.kafka),
    registry: registryConnection(config.kafka),
    app,
    partitions,
    times: membershipTimes,
  }
}

export function targetOf(config: Config): SinkTarget {
  const { url, user, password, database } = config.clickhouse
  return url === null ? { kind: 'embedded' } : { kind: 'server', url, user, password, database }
}

/**
 * Starts the sink of a folder's log, or of an application on Kafka, in its own process; without a chDB build for this
 * platform, says so and goes on without.
 */
export async function attachDatabase(
  folder: string,
  config: Config,
  cluster?: SinkCluster,
): Promise<DatabaseLink | undefined> {
  const { startKafkaSink, startSink } = await import('../connectors/clickhouse/sink-process.ts')
  const onEvent = ({ text }: { readonly text: string }): void => console.error(text)
  const options = { folder, target: targetOf(config), onEvent }
  const sink = await (cluster === undefined
    ? startSink(options)
    : startKafkaSink({ ...options, cluster }))
  if (sink === undefined) return undefined
  return {
    sync: () => sink.sync(),
    query: (sql, format) => sink.query(sql, format),
    close: () => sink.stop(),
  }
}
