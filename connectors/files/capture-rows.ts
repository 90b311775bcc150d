import { type Fields, fieldsOf, type MessageFacts, readMessage } from '../binance/stream-message.ts'
import type { CaptureFacts } from './capture-survey.ts'
import { countSkipped, type RowReader } from './row-reader.ts'
import type { SourceRecord } from './source-record.ts'
import { scanTimeMs, timeFault } from './time-unit.ts'

const space = 32

/** The first bytes of a line name the stream: enough to leave a message out unparsed. */
const headBytes = 160

/** Lines `<receive ns> <json>` of a Binance stream: trades become ticks, closed klines klines. */
export class CaptureRows implements RowReader {
  readonly skipped = new Map<string, number>()
  readonly #facts: CaptureFacts
  readonly #messageFacts: MessageFacts

  constructor(facts: CaptureFacts) {
    this.#facts = facts
    const { exchange, plainTrades, unit } = facts
    this.#messageFacts = { exchange, aggregated: !plainTrades, unit }
  }

  read(block: Buffer, start: number, end: number): SourceRecord | string | null {
    const gap = block.indexOf(space, start)
    if (gap < 0 || gap >= end) return "is not '<receive time> <json>'"
    const { receiveUnit } = this.#facts
    const receiveMs = scanTimeMs(block, start, gap, receiveUnit)
    if (Number.isNaN(receiveMs)) return timeFault('receive time', block, start, gap, receiveUnit)

    const head = block.toString('latin1', gap + 1, Math.min(end, gap + 1 + headBytes))
    const known = unwanted(head)
    if (known !== null) return countSkipped(this.skipped, known)
    let message: unknown
    try {
      message = JSON.parse(block.toString('utf8', gap + 1, end))
    } catch (error) {
      return `cannot be parsed as JSON (${error instanceof Error ? error.message : String(error)})`
    }
    const data = fieldsOf(fieldsOf(message)?.data) ?? fieldsOf(message)
    return data === null ? 'is JSON, but no object' : this.#event(data, receiveMs)
  }

  #event(data: Fields, receiveMs: number): SourceRecord | string | null {
    const message = readMessage(data, receiveMs, this.#messageFacts)
    switch (message.type) {
      case 'record':
        return message.record
      case 'fault':
        return message.reason
      case 'skipped':
        return countSkipped(this.skipped, message.what)
      case 'mark-price':
        return countSkipped(this.skipped, 'mark prices')
      case 'liquidation':
        return countSkipped(this.skipped, 'liquidations')
    }
  }
}

/** What a message is called that holds nothing for us, as far as its beginning tells. */
function unwanted(head: string): string | null {
  if (head.includes('"e":"depthUpdate"') || head.includes('@depth')) return 'depth updates'
  if (head.includes('@bookTicker') || head.includes('"e":"bookTicker"')) return 'book tickers'
  if (head.startsWith('{"lastUpdateId"')) return 'depth snapshots'
  return null
}
