import { isHop, type SubTopology, writerOf } from '../../core/sub-topology.ts'
import type { Task } from '../../core/task.ts'
import type { ClusterLink } from './cluster-link.ts'
import type { FetchedRecord } from './fetch-response.ts'
import type { Reading } from './read-buffers.ts'
import { ReadWatermark, watermarkOf } from './watermarks.ts'

/** How another task's watermark is followed. */
interface Followed {
  readonly subTopology: string
  readonly task: number
  readonly reading: Reading<FetchedRecord>
  readonly watermark: ReadWatermark
  offset: number
}

/** The watermarks of the tasks on which one task depends, as they come. */
export class UpstreamWatermarks {
  private readonly link: ClusterLink
  private readonly spec: SubTopology
  private readonly partition: number
  private readonly followed: Followed[] = []

  constructor(link: ClusterLink, spec: SubTopology, partition: number) {
    this.link = link
    this.spec = spec
    this.partition = partition
  }

  async open(tasksOf: (subTopology: string) => number): Promise<void> {
    const { buffers, options } = this.link
    for (const [subTopology, tasks] of this.others(tasksOf)) {
      const topic = options.names.watermarks(subTopology)
      for (const task of tasks) {
        const reading = await buffers.open<FetchedRecord>(topic, task, 0, async (all) => all)
        const watermark = new ReadWatermark()
        this.followed.push({ subTopology, task, reading, watermark, offset: 0 })
      }
    }
  }

  /** Tells the task how far the others are, as far as their outputs have come here: `readTo` says that. */
  tell(task: Task, readTo: (topicPartition: string) => number | undefined): void {
    const told = new Map<string, number[]>()
    for (const followed of this.followed) {
      const { subTopology, reading, watermark } = followed
      for (const record of reading.fetch(followed.offset)) {
        if (record.value !== null) watermark.add(watermarkOf(record))
        followed.offset = record.offset + 1
      }
      watermark.settle(readTo)
      const known = told.get(subTopology) ?? []
      known[followed.task] = watermark.watermarkMs
      told.set(subTopology, known)
    }
    for (const [subTopology, watermarksMs] of told) task.observe(subTopology, watermarksMs)
  }

  /** What was read is needed no more. */
  release(): void {
    for (const { reading, offset } of this.followed) reading.release(offset)
  }

  close(): void {
    for (const { reading } of this.followed) reading.close()
  }

  /** Whose watermarks count here: of an earlier stage of the same chain only the task of this partition does. */
  private others(tasksOf: (subTopology: string) => number): ReadonlyMap<string, readonly number[]> {
    const { spec, partition } = this
    const others = new Map<string, readonly number[]>()
    const all = (subTopology: string): number[] => [...new Array(tasksOf(subTopology)).keys()]
    for (const input of spec.inputs) {
      const writer = writerOf(input)
      if (writer !== undefined) others.set(writer, isHop(input) ? [partition] : all(writer))
    }
    for (const { from } of spec.feedback) others.set(from, all(from))
    return others
  }
}
