import type { Log } from '../log/log.ts'
import { type ReadSoFar, recordsOf } from '../log/records-of.ts'
import { deadLetters } from './dead-letter.ts'
import type { Engine } from './engine.ts'
import { StreamMetrics } from './stream-metrics.ts'

/** What an engine over an embedded log tells of itself. */
export class EngineMetrics extends StreamMetrics {
  /** Dead letters of former runs are not counted again. */
  private readonly lettersSeen: ReadSoFar = new Map()

  /** To be made before the engine runs. */
  constructor(log: Log) {
    super()
    for (let partition = 0; partition < log.partitions(deadLetters); partition++)
      this.lettersSeen.set(`${deadLetters.name}/${partition}`, log.end(deadLetters, partition))
  }

  /** Call after each commit. */
  observe(engine: Engine): void {
    const { ingest, tasks, log } = engine
    this.observeIngest(ingest)
    this.observeAborts(engine.aborts)
    this.committed(engine.commitSeconds)
    for (const task of tasks) this.observeTask(task)
    for (const { value } of recordsOf(log, deadLetters, this.lettersSeen)) this.buried(value)
  }
}
