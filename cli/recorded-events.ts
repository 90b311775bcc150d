import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { isGzip, unpackedChunks } from '../connectors/files/line-blocks.ts'
import { ConfigError } from '../engine/core/errors.ts'
import type { MarketEvent } from '../operators/validation/event-report.ts'

/** A recorded stream of trades and order-book changes. */
export interface RecordedEvents {
  readonly events: readonly MarketEvent[]
  /** The day that the file's name says, as `04-03-2025` at its end; null where it says none. */
  readonly dayMs: number | null
}

/**
 * Reads a recorder's CSV (columns TimestampOfReceive, EventType, EventTime, Symbol, Price, Quantity and ids), or gives
 * undefined for any other file. Throws ConfigError where a row has another number of columns.
 */
export async function recordedEvents(path: string): Promise<RecordedEvents | undefined> {
  const chunks = unpackedChunks(path, await isGzip(path))
  const lines = createInterface({
    input: Readable.from(chunks),
    crlfDelay: Number.POSITIVE_INFINITY,
  })
  const events: MarketEvent[] = []
  let names: readonly string[] | undefined
  let line = 0
  for await (const text of lines) {
    line++
    if (text === '' || text.startsWith('#')) continue
    const fields = text.split(',')
    if (names === undefined) {
      names = fields
      if (needed.some((name) => !fields.includes(name))) return undefined
      continue
    }
    if (fields.length !== names.length)
      throw new ConfigError(
        `${path}: line ${line} has ${fields.length} columns, the header ${names.length}`,
      )
    events.push(eventOf(line, names, fields))
  }
  return { events, dayMs: dayOf(path) }
}

const needed = ['TimestampOfReceive', 'EventType', 'EventTime', 'Symbol', 'Price', 'Quantity']

function eventOf(line: number, names: readonly string[], fields: readonly string[]): MarketEvent {
  const text = (name: string): string => fields[names.indexOf(name)] ?? ''
  const number = (name: string): number | null => (text(name) === '' ? null : Number(text(name)))
  const receiveUs = number('TimestampOfReceiveUS')
  const isLast = number('IsLast')
  const isSnapshot = text('StreamType').includes('SNAPSHOT')
  // Asked for and not streamed: it has no time of its own, and is placed by when it was asked for.
  const isAnswer = isSnapshot && text('EventTime') === ''
  return {
    line,
    kind: text('EventType') === 'trade' ? 'trade' : isSnapshot ? 'snapshot' : 'depth',
    symbol: text('Symbol'),
    receiveUs: receiveUs ?? microseconds(text('TimestampOfReceive')),
    receiveMs: receiveUs === null || isAnswer ? null : number('TimestampOfReceive'),
    eventUs: isAnswer ? null : microseconds(text('EventTime')),
    price: Number(text('Price') || Number.NaN),
    quantity: Number(text('Quantity') || Number.NaN),
    tradeId: number('TradeId'),
    firstUpdateId: number('FirstUpdateId'),
    lastUpdateId: number('FinalUpdateId'),
    previousUpdateId: number('FinalUpdateIdInLastStream'),
    isLast: isLast === null ? null : isLast === 1,
  }
}

/** Of a time in milliseconds or microseconds; what is no time stays what it is. */
function microseconds(text: string): number {
  return text.length === 13 ? Number(text) * 1_000 : Number(text || Number.NaN)
}

function dayOf(path: string): number | null {
  const found = /(\d\d)-(\d\d)-(\d{4})\.csv(\.gz)?$/.exec(path)
  return found === null ? null : Date.UTC(Number(found[3]), Number(found[2]) - 1, Number(found[1]))
}
