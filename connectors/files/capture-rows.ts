import type { Kline, Tick } from '../../schemas/contracts.generated.ts'
import { intervalOfName } from './candle-interval.ts'
import type { CaptureFacts } from './capture-survey.ts'
import { quoted, scanDecimal } from './csv-scan.ts'
import { countSkipped, type RowReader } from './row-reader.ts'
import type { SourceRecord } from './source-record.ts'
import { normaliseSymbol } from './symbol-name.ts'
import { scanTimeMs, timeFault, timeMsOf, timeTextFault } from './time-unit.ts'

type Fields = { readonly [name: string]: unknown }

const space = 32

/** The first bytes of a line name the stream: enough to leave a message out unparsed. */
const headBytes = 160

/** Lines `<receive ns> <json>` of a Binance stream: trades become ticks, closed klines klines. */
export class CaptureRows implements RowReader {
  readonly skipped = new Map<string, number>()
  readonly #facts: CaptureFacts
  readonly #scratch = Buffer.alloc(64)

  constructor(facts: CaptureFacts) {
    this.#facts = facts
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
    const type = data.e
    if (type === 'trade') return this.#trade(data, data.t, receiveMs)
    if (type === 'aggTrade') {
      if (this.#facts.plainTrades) return countSkipped(this.skipped, 'aggregated trades')
      return this.#trade(data, data.a, receiveMs)
    }
    if (type === 'kline') return this.#kline(fieldsOf(data.k) ?? {}, receiveMs)
    return countSkipped(this.skipped, 'other messages')
  }

  #trade(data: Fields, id: unknown, receiveMs: number): SourceRecord | string | null {
    const symbol = normaliseSymbol(String(data.s))
    const eventMs = timeMsOf(data.T, this.#facts.unit)
    const price = this.#number(data.p)
    const quantity = this.#number(data.q)
    const maker = data.m
    if (symbol === null) return `symbol cannot be read: ${quoted(String(data.s))}`
    if (Number.isNaN(eventMs)) {
      return timeTextFault('trade time', String(data.T), this.#facts.unit)
    }
    if (typeof id !== 'number' || !Number.isSafeInteger(id)) {
      return `trade id is not a whole number: ${quoted(String(id))}`
    }
    if (Number.isNaN(price)) return `price is not a number: ${quoted(String(data.p))}`
    if (price < 0) return `price is negative: ${quoted(String(data.p))}`
    if (Number.isNaN(quantity)) return `quantity is not a number: ${quoted(String(data.q))}`
    if (typeof maker !== 'boolean') return `side cannot be read: ${quoted(String(maker))}`
    if (price === 0 && quantity === 0) {
      return countSkipped(this.skipped, 'trades without price and quantity')
    }
    const value: Tick = {
      exchange: this.#facts.exchange,
      symbol,
      trade_id: id,
      event_time: eventMs,
      receive_time: receiveMs,
      price,
      quantity,
      taker_side: maker ? 'SELL' : 'BUY',
    }
    return { topic: 'ticks', key: symbol, eventMs, receiveMs, value }
  }

  #kline(k: Fields, receiveMs: number): SourceRecord | string | null {
    if (k.x === false) return countSkipped(this.skipped, 'klines that are still open')
    const interval = intervalOfName(String(k.i))
    if (interval === null) return countSkipped(this.skipped, 'klines of other intervals')
    const symbol = normaliseSymbol(String(k.s))
    const openMs = timeMsOf(k.t, this.#facts.unit)
    if (symbol === null) return `symbol cannot be read: ${quoted(String(k.s))}`
    if (Number.isNaN(openMs)) return timeTextFault('open time', String(k.t), this.#facts.unit)
    const value: Kline = {
      exchange: this.#facts.exchange,
      symbol,
      interval: interval.name,
      open_time: openMs,
      open: this.#number(k.o),
      high: this.#number(k.h),
      low: this.#number(k.l),
      close: this.#number(k.c),
      volume: this.#number(k.v),
      quote_volume: this.#number(k.q),
      trades: typeof k.n === 'number' ? k.n : null,
      taker_buy_volume: this.#number(k.V),
      receive_time: receiveMs,
      origin: 'STREAM',
    }
    for (const [name, number] of Object.entries(value)) {
      if (Number.isNaN(number)) return `${name} is not a number`
    }
    if (Math.min(value.open, value.high, value.low, value.close) < 0) return 'price is negative'
    return { topic: 'klines', key: symbol, eventMs: openMs + interval.ms, receiveMs, value }
  }

  /** Binance sends decimals as strings; read by the same rule as those of a CSV. */
  #number(text: unknown): number {
    if (typeof text !== 'string' || text.length > this.#scratch.length) return Number.NaN
    return scanDecimal(this.#scratch, 0, this.#scratch.write(text, 'latin1'))
  }
}

function fieldsOf(value: unknown): Fields | null {
  return typeof value === 'object' && value !== null ? (value as Fields) : null
}

/** What a message is called that holds nothing for us, as far as its beginning tells. */
function unwanted(head: string): string | null {
  if (head.includes('"e":"depthUpdate"') || head.includes('@depth')) return 'depth updates'
  if (head.includes('@bookTicker') || head.includes('"e":"bookTicker"')) return 'book tickers'
  if (head.startsWith('{"lastUpdateId"')) return 'depth snapshots'
  return null
}
