import type { ClickHouseClient } from '@clickhouse/client'
import { StreamError, TaskCorruptedError } from '../../engine/core/errors.ts'
import type { LmdbReader } from '../../engine/log/lmdb-reader.ts'
import { type Batch, type BatchLimits, takeBatch } from './batch.ts'
import { insertRows } from './insert.ts'
import { loadPositions, savePositions, writtenEnd } from './positions.ts'
import type { SinkEvent } from './sink-event.ts'
import { type SinkTable, sinkTables } from './tables.ts'
import { Waiter } from './waiter.ts'

export interface SinkOptions extends BatchLimits {
  readonly reader: LmdbReader
  readonly client: ClickHouseClient
  /** What people call the place that is written to. */
  readonly name: string
  readonly onEvent: (event: SinkEvent) => void
  /** How often the log is looked at. */
  readonly pollMs: number
  /** Less than a full batch waits so long for more: many small parts are a burden to ClickHouse. */
  readonly lingerMs: number
  readonly backOffMaxMs: number
}

interface Lane {
  readonly table: SinkTable
  readonly partition: number
  /** Offset of the next record to write. */
  next: number
  /** The same once the batch under way is written. */
  planned: number
  /** What was saved last. */
  saved: number
  /**
   * False after a start or a failure: an insert of ours may still be under way on a server, or may
   * have been done without our hearing of it.
   */
  certain: boolean
  /** Rises when a token was used up by an insert that never came to be. */
  salt: number
  waitingSinceMs: number | undefined
  failures: number
  retryAtMs: number
}

interface SyncRequest {
  readonly targets: ReadonlyMap<Lane, number>
  readonly resolve: () => void
  readonly reject: (error: Error) => void
}

/**
 * Follows the log of a data folder and writes every topic's table, each record exactly once.
 * A batch is one part, so it is there or not; where to go on is read from the tables; and the token
 * of a batch is the place of its first row, so that of two inserts from one place only one counts.
 */
export class Sink {
  private readonly options: SinkOptions
  private readonly lanes: Lane[] = []
  private readonly waiter = new Waiter()
  private syncs: SyncRequest[] = []
  private writing: Promise<void> = Promise.resolve()
  private running: Promise<void> | undefined
  private stopping = false
  private failing = false

  private constructor(options: SinkOptions) {
    this.options = options
  }

  /** Finds out how far the tables are; fails when ClickHouse does not answer or holds another log. */
  static async open(options: SinkOptions): Promise<Sink> {
    const sink = new Sink(options)
    await sink.locate()
    return sink
  }

  start(): void {
    this.running = this.run()
  }

  /** Resolves when everything that is committed now is written. */
  sync(): Promise<void> {
    return new Promise((resolve, reject) => {
      const { reader } = this.options
      reader.refresh()
      const targets = new Map(
        this.lanes.map((lane) => [lane, reader.end(lane.table.topic, lane.partition)]),
      )
      this.syncs.push({ targets, resolve, reject })
      this.waiter.wake()
    })
  }

  /** Ends after the insert under way. */
  async stop(): Promise<void> {
    this.stopping = true
    this.waiter.wake()
    await this.running
    for (const { reject } of this.syncs) reject(new Error('the ClickHouse sink was stopped'))
    this.syncs = []
  }

  private async locate(): Promise<void> {
    const { reader, client, name } = this.options
    const positions = await loadPositions(client, sinkTables)
    for (const table of sinkTables) {
      for (let partition = 0; partition < reader.partitions(table.topic); partition++) {
        const place = `${table.topic.name}/${partition}`
        const { next, witness } = positions.get(place) ?? { next: 0, witness: undefined }
        const hash = witness && reader.hashOf(table.topic, partition, witness.offset)
        if (
          reader.end(table.topic, partition) < next ||
          (hash !== undefined && hash !== witness?.hash)
        ) {
          throw new TaskCorruptedError(
            `${name} was filled from another log than this data folder's (${place} differs at offset ${witness?.offset ?? next}): nothing is written to it. Empty it, and it will be filled again from the log, or take another`,
          )
        }
        this.lanes.push({
          table,
          partition,
          next,
          planned: next,
          saved: next,
          certain: false,
          salt: 0,
          waitingSinceMs: undefined,
          failures: 0,
          retryAtMs: 0,
        })
      }
    }
  }

  private async run(): Promise<void> {
    let savedAtMs = Date.now()
    while (!this.stopping) {
      this.options.reader.refresh()
      const busy = await this.round()
      this.settleSyncs()
      if (!busy || Date.now() - savedAtMs >= 1_000) {
        await this.writing
        this.settleSyncs()
        await this.savePositions()
        savedAtMs = Date.now()
      }
      if (!busy && !this.stopping) await this.waiter.wait(this.options.pollMs)
    }
    await this.writing
    await this.savePositions()
  }

  /** One batch of each partition that has something to write; decodes the next while one is written. */
  private async round(): Promise<boolean> {
    let busy = false
    for (const lane of this.lanes) {
      if (this.stopping) break
      let batch: Batch | undefined
      try {
        batch = this.take(lane)
      } catch (error) {
        this.fail(lane, error)
      }
      if (batch === undefined) continue
      busy = true
      await this.writing
      this.writing = this.write(lane, batch)
      // An uncertain lane's insert tells where it stands, so nothing more can be taken before.
      if (lane.certain) lane.planned = batch.end
      else await this.writing
    }
    return busy
  }

  private take(lane: Lane): Batch | undefined {
    const { reader, rowsMax, lingerMs } = this.options
    const { table, partition, planned } = lane
    const now = Date.now()
    const end = reader.end(table.topic, partition)
    if (end <= planned) return undefined
    if (now < lane.retryAtMs) return undefined
    lane.waitingSinceMs ??= now
    const due = now - lane.waitingSinceMs >= lingerMs || this.isAwaited(lane)
    if (!due && (end - planned) * table.rowsPerRecord < rowsMax) return undefined
    lane.waitingSinceMs = undefined
    return takeBatch(reader, table, partition, planned, this.options)
  }

  private isAwaited(lane: Lane): boolean {
    return this.syncs.some(({ targets }) => lane.planned < (targets.get(lane) ?? 0))
  }

  private async write(lane: Lane, batch: Batch): Promise<void> {
    const { table, partition } = lane
    const { client } = this.options
    // Taken for after one that then failed.
    if (batch.from !== lane.next) return
    try {
      if (batch.rows.length === 0) lane.next = batch.end
      else {
        const token = `${table.name}/${partition}/${batch.firstRow}/${lane.salt}`
        await insertRows(client, { table: table.name, columns: table.columns, token }, batch.rows)
        lane.next = lane.certain ? batch.end : await this.findOut(lane, batch)
      }
      if (batch.start > batch.from) this.reportHole(batch)
      lane.planned = Math.max(lane.planned, lane.next)
      this.succeed(lane)
    } catch (error) {
      this.fail(lane, error)
    }
  }

  /** Where an uncertain lane stands after its insert: perhaps an earlier one had taken the token. */
  private async findOut(lane: Lane, batch: Batch): Promise<number> {
    const end = await writtenEnd(this.options.client, lane.table, lane.partition, batch.firstRow)
    if (end === batch.firstRow) {
      // ClickHouse writes the token down before the part; one that died between holds it for nothing.
      lane.salt++
      return batch.from
    }
    lane.certain = true
    lane.salt = 0
    return end > batch.lastRow ? Math.max(end, batch.end) : end
  }

  private succeed(lane: Lane): void {
    lane.failures = 0
    lane.retryAtMs = 0
    if (this.failing && this.lanes.every(({ failures }) => failures === 0)) {
      this.failing = false
      this.options.onEvent({
        kind: 'recovered',
        text: `${this.options.name} takes rows again`,
      })
    }
  }

  private fail(lane: Lane, error: unknown): void {
    lane.certain = false
    lane.planned = lane.next
    lane.failures++
    const pauseMs = Math.min(this.options.backOffMaxMs, 250 * 2 ** Math.min(lane.failures, 10))
    // What ClickHouse itself says, or the log, is about one table; anything else about the way there.
    const ofTable = error instanceof StreamError || (error instanceof Error && 'type' in error)
    for (const one of ofTable ? [lane] : this.lanes) one.retryAtMs = Date.now() + pauseMs
    if (this.failing) return
    this.failing = true
    const [reason = ''] = (error as Error).message.split('\n')
    this.options.onEvent({
      kind: 'waiting',
      text: `rows of ${lane.table.name} cannot be written to ${this.options.name} (${reason}); trying again until they can, the engine goes on`,
    })
  }

  private reportHole({ table, partition, from, start }: Batch): void {
    this.options.onEvent({
      kind: 'hole',
      text: `${table.topic.name}/${partition}: records ${from} to ${start - 1} were past their retention before they could be written to ${this.options.name}`,
    })
  }

  private settleSyncs(): void {
    this.syncs = this.syncs.filter(({ targets, resolve }) => {
      for (const [lane, target] of targets) if (lane.next < target) return true
      resolve()
      return false
    })
  }

  private async savePositions(): Promise<void> {
    const { reader, client } = this.options
    const moved = this.lanes.filter(({ next, saved }) => next > saved)
    if (moved.length === 0) return
    try {
      await savePositions(
        client,
        moved.map(({ table: { topic }, partition, next }) => ({
          topic: topic.name,
          partition,
          next,
          hash: reader.hashOf(topic, partition, next - 1) ?? '',
        })),
      )
      for (const lane of moved) lane.saved = lane.next
    } catch {
      // The rows themselves say how far the tables are; the next round saves again.
    }
  }
}
