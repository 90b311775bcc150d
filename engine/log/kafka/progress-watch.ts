import type { ClusterLink } from './cluster-link.ts'
import type { FetchedRecord } from './fetch-response.ts'
import type { Reading } from './read-buffers.ts'
import { watermarkOf } from './watermarks.ts'

interface Watched {
  readonly reading: Reading<FetchedRecord>
  offset: number
  watermarkMs: number
}

/** How far all tasks of an application are, wherever they run. */
export class ProgressWatch {
  private readonly watched: readonly Watched[]

  private constructor(watched: readonly Watched[]) {
    this.watched = watched
  }

  /** `tasks` gives the number of tasks by sub-topology. */
  static async open(link: ClusterLink, tasks: ReadonlyMap<string, number>): Promise<ProgressWatch> {
    const watched: Watched[] = []
    for (const [subTopology, count] of tasks) {
      const topic = link.options.names.watermarks(subTopology)
      for (let task = 0; task < count; task++) {
        const reading = await link.buffers.open<FetchedRecord>(topic, task, 0, async (all) => all)
        watched.push({ reading, offset: 0, watermarkMs: Number.NEGATIVE_INFINITY })
      }
    }
    return new ProgressWatch(watched)
  }

  /** The least committed watermark, of what has come here. */
  leastMs(): number {
    let least = Number.POSITIVE_INFINITY
    for (const one of this.watched) {
      for (const record of one.reading.fetch(one.offset)) {
        if (record.value !== null) one.watermarkMs = watermarkOf(record).watermarkMs
        one.offset = record.offset + 1
      }
      one.reading.release(one.offset)
      least = Math.min(least, one.watermarkMs)
    }
    return least
  }

  close(): void {
    for (const { reading } of this.watched) reading.close()
  }
}
