import { Ingest } from '../core/ingest.ts'
import type { Source } from '../core/source.ts'
import { Task } from '../core/task.ts'
import { partitionOf } from '../core/topic.ts'
import type { Topology } from '../core/topology.ts'
import { MemoryLog } from '../log/memory.ts'
import { toyIngest } from './toy-market.ts'

export interface ScheduledRun {
  readonly log: MemoryLog
  readonly turns: number
  /** Turns in which no task could move although the source had ended and not all had passed it. */
  readonly deadlocks: number
}

/**
 * Runs a topology with tasks that take turns at random, some far ahead of others, as processes on
 * many machines would. Checks at every turn that the task with the least time can move.
 */
export async function runAtRandom(
  topology: Topology,
  source: Source,
  partitions: number,
  random: () => number,
): Promise<ScheduledRun> {
  const log = new MemoryLog({ topics: topology.topics, partitions })
  const ingest = new Ingest(source, log, { ...toyIngest, partitions })
  while (await ingest.load()) ingest.step(1_000)
  const tasks = topology.subTopologies.flatMap((spec) =>
    Array.from(
      { length: spec.partitioning === 'key' ? partitions : 1 },
      (_, partition) =>
        new Task({
          spec,
          partition,
          reader: {
            partitions: (topic) => log.partitions(topic),
            fetch: (topic, p) => (offset) => log.read(topic, p, offset, 7),
          },
          sink: (topic, message) =>
            log.append(topic, partitionOf(message.key, log.partitions(topic)), message),
        }),
    ),
  )
  let turns = 0
  let deadlocks = 0
  const step = async (task: Task, events: number): Promise<boolean> => {
    const before = task.watermarkMs
    const took = task.run(events) + (await task.settle())
    if (task.graph.failure !== undefined) throw task.graph.failure.error
    const mates = tasks.filter(({ spec }) => spec === task.spec)
    const watermarksMs = mates.map(({ watermarkMs }) => watermarkMs)
    for (const other of tasks) other.observe(task.spec.id, watermarksMs)
    turns++
    return took > 0 || task.watermarkMs > before
  }
  const anyMoves = async (): Promise<boolean> => {
    let moved = false
    for (const task of tasks) if (await step(task, 1)) moved = true
    return moved
  }
  const passed = () => tasks.every(({ watermarkMs }) => watermarkMs >= ingest.clockMs - 1)
  for (let idle = 0; !passed(); ) {
    const task = tasks[Math.floor(random() * tasks.length)] as Task
    idle = (await step(task, 1 + Math.floor(random() * 20))) ? 0 : idle + 1
    if (idle < tasks.length * 8) continue
    if (!(await anyMoves())) {
      deadlocks++
      break
    }
    idle = 0
  }
  // Timers of the very last time are due too.
  while (await anyMoves());
  return { log, turns, deadlocks }
}
