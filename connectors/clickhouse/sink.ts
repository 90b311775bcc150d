import { Pause } from '../../engine/core/pause.ts'
import type { RecordReader } from '../../engine/log/record-reader.ts'
import { BackOff } from './back-off.ts'
import type { Batch, BatchLimits } from './batch.ts'
import { GroupWriter, type GroupWriterOptions, type Planned } from './group-writer.ts'
import { type Lane, nextBatch, openLanes, setBack } from './lane.ts'
import type { SinkPlace } from './tables.ts'
import { Waiter } from './waiter.ts'

export interface SinkOptions extends BatchLimits, GroupWriterOptions {
  readonly reader: RecordReader
  /** What is written here; nobody else may, unless there are `intents`. */
  readonly places: readonly SinkPlace[]
  /** How often the log is looked at. */
  readonly pollMs: number
  /** Less than a full batch waits so long for more: many small parts are a burden to ClickHouse. */
  readonly lingerMs: number
}

interface SyncRequest {
  /** Undefined until the log was looked at. */
  targets: ReadonlyMap<Lane, number> | undefined
  readonly resolve: () => void
  readonly reject: (error: Error) => void
}

/**
 * Follows partitions of a log and writes every topic's table, each record exactly once. A batch is one part,
 * so it is there or not; where to go on is read from the tables; and the token of a batch is the place of its
 * first row, so that of two inserts from one place only one counts.
 */
export class Sink {
  private readonly options: SinkOptions
  private readonly lanes: readonly Lane[]
  private readonly waiter = new Waiter()
  private readonly writer: GroupWriter
  private readonly log: BackOff
  private syncs: SyncRequest[] = []
  private writing: Promise<void> = Promise.resolve()
  private isWriting = false
  /** Why nothing can be announced any more. */
  private failure: { readonly error: unknown } | undefined
  /** Whose turn it is to be taken from. */
  private turn = 0
  private pause: Pause | undefined
  private running: Promise<void> | undefined
  private stopping = false
  private ended = false

  private constructor(options: SinkOptions, lanes: readonly Lane[]) {
    this.options = options
    this.lanes = lanes
    this.writer = new GroupWriter(lanes, options)
    this.log = new BackOff(options.backOffMaxMs)
  }

  /** Finds out how far the tables are; fails when ClickHouse does not answer or holds another log. */
  static async open(options: SinkOptions): Promise<Sink> {
    return new Sink(options, await openLanes({ ...options, name: options.news.name }))
  }

  /** Runs until it is ended. With `intents` it throws where another has taken over, or nobody knows whether. */
  run(): Promise<void> {
    this.running ??= this.loop()
    return this.running
  }

  /** Resolves when everything that is committed now is written. */
  sync(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.syncs.push({ targets: undefined, resolve, reject })
      this.waiter.wake()
    })
  }

  /** Lets it end after the inserts under way. */
  end(): void {
    this.stopping = true
    this.pause?.end()
    this.waiter.wake()
  }

  async stop(): Promise<void> {
    this.end()
    await this.running
    for (const { reject } of this.syncs) reject(new Error('the ClickHouse sink was stopped'))
    this.syncs = []
  }

  /** Inserts nothing more until `resume`; resolves when it stands still, or has ended. Only while it runs. */
  suspend(): Promise<void> {
    if (this.ended || this.stopping) return Promise.resolve()
    this.pause ??= new Pause()
    this.waiter.wake()
    return this.pause.standing
  }

  resume(): void {
    this.pause?.end()
    this.pause = undefined
  }

  private async loop(): Promise<void> {
    const { news, pollMs } = this.options
    try {
      let settledAtMs = Date.now()
      while (!this.stopping) {
        if (this.pause !== undefined) {
          await this.settle()
          this.pause.reached()
          await this.pause.over
          continue
        }
        const wasWriting = this.isWriting
        // While the group before is still being written.
        const group = await this.gather()
        await this.written()
        if (group.length > 0) this.begin(group)
        const isIdle = group.length === 0 && !wasWriting
        if (isIdle || Date.now() - settledAtMs >= settleMs) {
          await this.settle()
          settledAtMs = Date.now()
        }
        if (isIdle && !this.stopping && this.pause === undefined) await this.waiter.wait(pollMs)
      }
      await this.settle()
    } finally {
      this.ended = true
      this.pause?.reached()
      for (const { backOff } of this.lanes) news.forget(backOff)
      for (const backOff of [this.writer.away, this.log]) news.forget(backOff)
    }
  }

  /** About one full batch, of as many partitions as it takes. */
  private async gather(): Promise<Planned[]> {
    const group: Planned[] = []
    if (!(await this.look())) return group
    let rows = 0
    for (let left = this.lanes.length; left > 0 && rows < this.options.rowsMax; left--) {
      if (this.stopping) break
      const lane = this.lanes[this.turn] as Lane
      this.turn = (this.turn + 1) % this.lanes.length
      const batch = await this.take(lane)
      if (batch === undefined) continue
      lane.planned = batch.end
      group.push({ lane, batch })
      rows += batch.rows.length
    }
    return group
  }

  private async look(): Promise<boolean> {
    const { reader, news } = this.options
    if (this.log.waiting) return false
    const asking = this.syncs.filter(({ targets }) => targets === undefined)
    try {
      await reader.refresh()
    } catch (error) {
      this.log.fail()
      news.waiting(this.log, 'the log cannot be read', error)
      return false
    }
    this.log.succeed()
    news.working(this.log)
    for (const request of asking)
      request.targets = new Map(this.lanes.map((lane) => [lane, this.endOf(lane)]))
    return true
  }

  private endOf({ table, partition }: Lane): number {
    return this.options.reader.end(table.topic, partition)
  }

  private async take(lane: Lane): Promise<Batch | undefined> {
    const { reader, rowsMax, bytesMax, lingerMs, news } = this.options
    const { planned, table, repeat } = lane
    // An uncertain lane's insert tells where it stands, so nothing more can be taken before.
    if (!lane.certain && planned !== lane.next) return undefined
    if (this.writer.away.waiting || lane.backOff.waiting) return undefined
    const end = this.endOf(lane)
    if (end <= planned) return undefined
    const now = Date.now()
    lane.waitingSinceMs ??= now
    const hasWaited = now - lane.waitingSinceMs >= lingerMs
    const due = hasWaited || repeat !== undefined || this.isAwaited(lane)
    if (!due && (end - planned) * table.rowsPerRecord < rowsMax) return undefined
    lane.waitingSinceMs = undefined
    try {
      return await nextBatch(reader, lane, { rowsMax, bytesMax })
    } catch (error) {
      setBack(lane)
      lane.backOff.fail()
      news.waiting(lane.backOff, `records of ${lane.place} cannot be read`, error)
      return undefined
    }
  }

  private isAwaited(lane: Lane): boolean {
    return this.syncs.some(({ targets }) => lane.planned < (targets?.get(lane) ?? 0))
  }

  private begin(group: readonly Planned[]): void {
    this.isWriting = true
    this.writing = this.writer.write(group).catch((error) => {
      this.failure = { error }
    })
  }

  /** The group under way is written, or has failed. */
  private async written(): Promise<void> {
    await this.writing
    this.isWriting = false
    if (this.failure !== undefined) throw this.failure.error
    this.settleSyncs()
  }

  private settleSyncs(): void {
    this.syncs = this.syncs.filter(({ targets, resolve }) => {
      if (targets === undefined) return true
      for (const [lane, target] of targets) if (lane.next < target) return true
      resolve()
      return false
    })
  }

  private async settle(): Promise<void> {
    await this.written()
    await this.writer.settle()
  }
}

const settleMs = 1_000
