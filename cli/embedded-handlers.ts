import type { Engine } from '../engine/core/engine.ts'
import type { EngineMetrics } from '../engine/core/engine-metrics.ts'
import { ConfigError } from '../engine/core/errors.ts'
import type { Topic } from '../engine/core/topic.ts'
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
    enter: async (records) => {
      const stamps = await Promise.all(
        records.map(({ topic, key, value }) => engine.inject(topicNamed(topic), key, value)),
      )
      return `${records.length} taken at ${new Date(Math.max(...stamps)).toISOString()}`
    },
    metrics: () => metrics.registry.metrics(),
    stop: () => engine.stop(),
  }
}

function topicNamed(name: string): Topic<unknown> {
  const topic = Object.values(topics).find((one) => one.name === name)
  if (topic === undefined) throw new ConfigError(`there is no topic '${name}'`)
  return topic as Topic<unknown>
}

export async function queryOf(
  database: DatabaseLink | undefined,
  sql: string,
  format: string,
): Promise<string> {
  if (database === undefined) throw new ConfigError('this engine runs without tables')
  return database.query(sql, format)
}
