import type { ClickHouseClient } from '@clickhouse/client'
import { TaskCorruptedError } from '../../engine/core/errors.ts'
import type { RecordReader } from '../../engine/log/record-reader.ts'
import { BackOff } from './back-off.ts'
import { type Batch, type BatchLimits, takeBatch, type Witness } from './batch.ts'
import type { Intent, Intents } from './intents.ts'
import { loadPositions, type Position } from './positions.ts'
import type { SinkPlace } from './tables.ts'

/** How far one partition of a topic is in its table. */
export interface Lane extends SinkPlace {
  /** topic/partition */
  readonly place: string
  /** Offset of the next record to write. */
  next: number
  /** The same once the batch under way is written. */
  planned: number
  /** What was saved last. */
  saved: number
  /** The newest record that was written. */
  witness: Witness | undefined
  /**
   * False after a start or a failure: an insert of ours, or of who had the partition before, may still be
   * under way on a server, or may have been done without our hearing of it.
   */
  certain: boolean
  /** Rises when a token was used up by an insert that never came to be. */
  salt: number
  /** Announced by who had the partition before, and not in the table: to be done again as it was. */
  repeat: Intent | undefined
  waitingSinceMs: number | undefined
  readonly backOff: BackOff
}

export interface LaneOptions {
  readonly reader: RecordReader
  readonly client: ClickHouseClient
  readonly places: readonly SinkPlace[]
  readonly intents?: Intents | undefined
  /** What people call the place that is written to. */
  readonly name: string
  readonly backOffMaxMs: number
}

const nothing: Position = { next: 0, saved: 0, witness: undefined }

/**
 * Finds out how far the tables are. Throws TaskCorruptedError where they hold another log than the reader's,
 * and whatever ClickHouse or the log has to say.
 */
export async function openLanes(options: LaneOptions): Promise<Lane[]> {
  const { reader, client, places, intents, backOffMaxMs } = options
  await reader.refresh()
  const positions = await loadPositions(client, places)
  await assertSameLog(options, positions)
  return places.map(({ table, partition }) => {
    const place = `${table.topic.name}/${partition}`
    const { next, saved, witness } = positions.get(place) ?? nothing
    const intent = intents?.last(place)
    // One that lies behind the end is of topics that were there before these.
    const end = reader.end(table.topic, partition)
    const isOpen = intent !== undefined && next <= intent.firstRow && intent.end <= end
    return {
      table,
      partition,
      place,
      next,
      planned: next,
      saved,
      witness,
      certain: false,
      salt: 0,
      repeat: isOpen ? intent : undefined,
      waitingSinceMs: undefined,
      backOff: new BackOff(backOffMaxMs),
    }
  })
}

/** Throws TaskCorruptedError where positions are not those of this log, as it was seen last. */
export async function assertSameLog(
  { reader, places, name }: Pick<LaneOptions, 'reader' | 'places' | 'name'>,
  positions: ReadonlyMap<string, Position>,
): Promise<void> {
  for (const { table, partition } of places) {
    const place = `${table.topic.name}/${partition}`
    const { next, witness } = positions.get(place) ?? nothing
    const hash = witness && (await reader.hashOf(table.topic, partition, witness.offset))
    const isOther = hash !== undefined && hash !== witness?.hash
    if (next <= reader.end(table.topic, partition) && !isOther) continue
    throw new TaskCorruptedError(
      `${name} was filled from another log than this one (${place} differs at offset ${witness?.offset ?? next}): nothing is written to it. Empty it, and it will be filled again from the log, or take another`,
    )
  }
}

/** Behind what is planned; what is to be repeated is taken as it was, and nothing else with it. */
export function nextBatch(reader: RecordReader, lane: Lane, limits: BatchLimits): Promise<Batch> {
  const { planned, repeat, table } = lane
  if (repeat === undefined) return takeBatch(reader, lane, planned, limits)
  if (planned < repeat.from) return takeBatch(reader, lane, planned, limits, repeat.from)
  const rowsMax = (repeat.end - planned) * table.rowsPerRecord
  const whole = { rowsMax, bytesMax: Number.POSITIVE_INFINITY }
  return takeBatch(reader, lane, planned, whole, repeat.end)
}

/** Nothing is under way for it any more, and what was may have been done or not. */
export function setBack(lane: Lane): void {
  lane.certain = false
  lane.planned = lane.next
}

export function isRepeated({ repeat }: Lane, { from }: Batch): boolean {
  return repeat !== undefined && from >= repeat.from
}

/** As what a batch is inserted. */
export function intentOf(lane: Lane, batch: Batch): Intent {
  const { from, end } = batch
  const { firstRow, salt } =
    lane.repeat !== undefined && isRepeated(lane, batch)
      ? lane.repeat
      : { firstRow: batch.firstRow, salt: lane.salt }
  return { from, end, firstRow, salt }
}
