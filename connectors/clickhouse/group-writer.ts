import type { ClickHouseClient } from '@clickhouse/client'
import { BackOff } from './back-off.ts'
import type { Batch } from './batch.ts'
import { insertRows } from './insert.ts'
import type { Intent, Intents, WrittenPlace } from './intents.ts'
import { intentOf, isRepeated, type Lane, setBack } from './lane.ts'
import { savePositions, writtenEnd } from './positions.ts'
import type { SinkNews } from './sink-news.ts'

/** A batch that was taken for its lane. */
export interface Planned {
  readonly lane: Lane
  readonly batch: Batch
}

export interface GroupWriterOptions {
  readonly client: ClickHouseClient
  readonly news: SinkNews
  /** Where another process may take the partitions over. */
  readonly intents?: Intents
  readonly backOffMaxMs: number
  /** An intent that is older is announced again before its insert begins. */
  readonly announcedMaxMs: number
}

/** Writes batches into the tables and moves their lanes on; what a batch could not be written for is told, and it is taken again. */
export class GroupWriter {
  /** The way to ClickHouse: what is about no table. */
  readonly away: BackOff
  private readonly options: GroupWriterOptions
  private readonly lanes: readonly Lane[]
  private announcedAtMs = 0
  /** Sum of the positions that were announced as written. */
  private told = -1

  constructor(lanes: readonly Lane[], options: GroupWriterOptions) {
    this.lanes = lanes
    this.options = options
    this.away = new BackOff(options.backOffMaxMs)
  }

  /** Throws only where nothing can be announced any more. */
  async write(group: readonly Planned[]): Promise<void> {
    const { announcedMaxMs } = this.options
    const due = group.filter((planned) => this.isDue(planned))
    await this.announce(due)
    for (const [at, planned] of due.entries()) {
      if (!this.isDue(planned)) continue
      // Who fell asleep here may have been replaced, and its place in the tables taken.
      if (Math.abs(Date.now() - this.announcedAtMs) > announcedMaxMs)
        await this.announce(due.slice(at))
      await this.insert(planned)
    }
  }

  /** Not what was taken behind a batch that then failed, nor what must wait now. */
  private isDue({ lane, batch }: Planned): boolean {
    if (batch.from === lane.next && !this.away.waiting && !lane.backOff.waiting) return true
    lane.planned = lane.next
    return false
  }

  private async announce(group: readonly Planned[]): Promise<void> {
    const { intents } = this.options
    const inserts = group.filter(({ batch }) => batch.rows.length > 0)
    if (intents === undefined || inserts.length === 0) return
    await intents.announce(
      new Map(inserts.map(({ lane, batch }) => [lane.place, intentOf(lane, batch)])),
      this.positions(),
    )
    this.announcedAtMs = Date.now()
  }

  private positions(): WrittenPlace[] {
    this.told = this.reached()
    return this.lanes.map(({ table: { topic }, partition, next }) => ({
      topic: topic.name,
      partition,
      next,
    }))
  }

  private reached(): number {
    return this.lanes.reduce((sum, { next }) => sum + next, 0)
  }

  private async insert({ lane, batch }: Planned): Promise<void> {
    const { client, news } = this.options
    const { table, partition, certain } = lane
    try {
      if (batch.rows.length === 0) lane.next = batch.end
      else {
        const intent = intentOf(lane, batch)
        const token = `${table.name}/${partition}/${intent.firstRow}/${intent.salt}`
        await insertRows(client, { table: table.name, columns: table.columns, token }, batch.rows)
        lane.next = certain ? batch.end : await this.findOut(lane, batch, intent)
        this.succeed(this.away)
      }
    } catch (error) {
      // What ClickHouse itself says is about one table; anything else about the way there.
      const isOfTable = error instanceof Error && 'type' in error
      const backOff = isOfTable ? lane.backOff : this.away
      setBack(lane)
      backOff.fail()
      news.waiting(backOff, `rows of ${table.name} cannot be written to ${news.name}`, error)
      return
    }
    if (lane.repeat !== undefined && lane.next >= lane.repeat.end) lane.repeat = undefined
    if (lane.next >= batch.end) lane.witness = batch.witness ?? lane.witness
    if (batch.start > batch.from) {
      news.hole(
        `${lane.place}: records ${batch.from} to ${batch.start - 1} were past their retention before they could be written to ${news.name}`,
      )
    }
    // Nothing was taken behind the batch of an uncertain lane.
    lane.planned = certain ? Math.max(lane.planned, lane.next) : lane.next
    this.succeed(lane.backOff)
  }

  /** Where an uncertain lane stands after its insert: perhaps an earlier one had taken the token. */
  private async findOut(lane: Lane, batch: Batch, { firstRow, salt }: Intent): Promise<number> {
    const end = await writtenEnd(this.options.client, lane, firstRow)
    const isRepeat = isRepeated(lane, batch)
    if (end === firstRow) {
      // ClickHouse writes the token down before the part; one that died between holds it for nothing.
      if (isRepeat) lane.repeat = { ...(lane.repeat as Intent), salt: salt + 1 }
      else lane.salt++
      return batch.from
    }
    if (isRepeat) lane.repeat = undefined
    lane.certain = lane.repeat === undefined
    lane.salt = 0
    return end > batch.lastRow ? Math.max(end, batch.end) : end
  }

  private succeed(backOff: BackOff): void {
    backOff.succeed()
    this.options.news.working(backOff)
  }

  /** Lets everybody know how far it is. Throws where nothing can be announced any more. */
  async settle(): Promise<void> {
    await this.savePositions()
    const { intents } = this.options
    if (intents !== undefined && this.reached() !== this.told)
      await intents.announce(new Map(), this.positions())
  }

  private async savePositions(): Promise<void> {
    const moved = this.lanes.filter(({ next, saved }) => next > saved)
    if (moved.length === 0) return
    try {
      await savePositions(
        this.options.client,
        moved.map(({ table: { topic }, partition, next, witness }) => ({
          topic: topic.name,
          partition,
          next,
          witness,
        })),
      )
      for (const lane of moved) lane.saved = lane.next
    } catch {
      // The rows themselves say how far the tables are; the next round saves again.
    }
  }
}
