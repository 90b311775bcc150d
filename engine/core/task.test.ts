import { expect, test } from 'vitest'
import { MemoryLog } from '../log/memory.ts'
import { numberTopic } from '../testing/listed-source.ts'
import { rekey } from './flat-map.ts'
import { definePipeline } from './pipeline.ts'
import type { SubTopology } from './sub-topology.ts'
import { Task, type TaskSnapshot } from './task.ts'

const asks = numberTopic('asks')
const totals = numberTopic('totals', { partitioning: 'global' })
const originMs = Date.UTC(2025, 0, 1)

const desk = definePipeline({
  id: 'desk',
  build: ({ from, to }) => from(asks).pipe(rekey('all'), to(totals)),
})
const spec: SubTopology = {
  id: 'desk',
  partitioning: 'global',
  merge: 'instant',
  timerRank: 0,
  inputs: [{ topic: asks, from: { subTopology: 'market' }, delayMs: 0, rank: 0 }],
  feedback: [],
  pipelines: [desk],
}

test('who takes a task over waits for what its predecessor had read and not yet taken', () => {
  const log = new MemoryLog({ topics: [asks, totals], partitions: 1 })
  for (const minute of [0, 1, 2])
    log.append(asks, 0, { key: 'K', value: minute, timeMs: originMs + minute * 60_000 })
  const taken: number[] = []
  /** What is in the log comes to a process over the network: it reads a partition up to somewhere. */
  const taskThatReads = (end: { to: number }, snapshot?: TaskSnapshot) =>
    new Task(
      {
        spec,
        partition: 0,
        reader: {
          partitions: (topic) => log.partitions(topic),
          fetch: (topic, partition) => (offset) =>
            log.read(topic, partition, offset, 100).slice(0, Math.max(0, end.to - offset)),
        },
        sink: (_, { value }) => taken.push(value as number),
      },
      snapshot,
    )

  const before = taskThatReads({ to: 3 })
  before.observe('market', [originMs + 600_000])
  before.holdAtMs = originMs
  before.run(100)
  expect(taken).toEqual([0])
  const { position } = before.takeCommit()

  const read = { to: 1 }
  const after = taskThatReads(read, { position, state: [] })
  after.run(100)
  expect(after.watermarkMs).toBeLessThan(originMs + 60_000)
  read.to = 3
  after.observe('market', [originMs + 600_000])
  after.run(100)
  expect(taken).toEqual([0, 1, 2])
  expect(after.watermarkMs).toBe(originMs + 600_000)
})
