import type { Engine } from '../engine/core/engine.ts'
import type { EngineMetrics } from '../engine/core/engine-metrics.ts'
import { ConfigError } from '../engine/core/errors.ts'
import { topics } from '../schemas/topics.ts'
import type { DatabaseLink } from './database.ts'
import type { EngineHandlers } from './serving.ts'

/** How an engine over an embedded log answers other commands. */
export function embeddedHandlers(
  engine: Engine,
  database: DatabaseLink | undefined,
  metrics: EngineMetrics,
): EngineHandlers {
  return {
    query: (sql, format) => queryOf(database, sql, format),
    control: async (control) => {
      const id = `${control.who}@${engine.ingest.clockMs}#${engine.commits}`
      const stampMs = await engine.inject(topics.control, 'control', { ...control, id })
      return `taken at ${new Date(stampMs).toISOString()}`
    },
    metrics: () => metrics.registry.metrics(),
    stop: () => engine.stop(),
  }
}

export async function queryOf(
  database: DatabaseLink | undefined,
  sql: string,
  format: string,
): Promise<string> {
  if (database === undefined) throw new ConfigError('this engine runs without tables')
  return database.query(sql, format)
}
