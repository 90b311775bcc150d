import type { TakerSide, Tick } from '../../schemas/contracts.generated.ts'
import { CsvRow } from './csv-row.ts'
import { quoted } from './csv-scan.ts'
import { countSkipped, type RowReader } from './row-reader.ts'
import type { SourceRecord } from './source-record.ts'
import { normaliseSymbol } from './symbol-name.ts'
import type { TimeUnit } from './time-unit.ts'

/** Where each value stands in a row; -1 where the file does not have it. */
export interface TradeColumns {
  readonly count: number
  readonly time: number
  readonly id: number
  readonly price: number
  readonly quantity: number
  /** Says whether the buyer was the maker, or names the taker's side. */
  readonly side: number
  readonly receiveTime: number
  readonly symbol: number
  /** Files of a recorder mix trades with other events. */
  readonly eventType: number
  readonly market: number
}

export interface TradeSource {
  /** Used where no column names the market. */
  readonly exchange: string
  /** Null where a column names it. */
  readonly symbol: string | null
  readonly unit: TimeUnit
  readonly receiveUnit: TimeUnit
  /** What the side column says: `1` for 'the buyer was the maker', or `sell` for the taker. */
  readonly sideSays: 'buyer-is-maker' | 'taker'
}

/** Where the buyer was the maker, the seller crossed the spread. */
const sidesByMaker: { readonly [text: string]: TakerSide | null } = {
  '1': 'SELL',
  '0': 'BUY',
  true: 'SELL',
  false: 'BUY',
  '': null,
}

const sidesByTaker: { readonly [text: string]: TakerSide | null } = {
  buy: 'BUY',
  sell: 'SELL',
  '': null,
}

/** More symbols than an exchange lists are made by corrupt rows and need not be remembered. */
const symbolsMax = 10_000

/** Binance fills gaps of its USD-M trade ids with events without price and quantity. */
const placeholder = 'trades without price and quantity (placeholders of the exchange)'

const eventNames: { readonly [type: string]: string } = { depthUpdate: 'depth updates' }

const exchangeNames: { readonly [market: string]: string } = {
  SPOT: 'binance',
  USD_M_FUTURES: 'binance-usdm',
}

/** Rows of a trade CSV as ticks, in the file's order: late trades are real. */
export class TradeRows implements RowReader {
  readonly skipped = new Map<string, number>()
  readonly #columns: TradeColumns
  readonly #source: TradeSource
  readonly #row: CsvRow
  readonly #sides: { readonly [text: string]: TakerSide | null }
  /** Made from text once per file and not once per row. */
  readonly #symbols = new Map<string, string | null>()

  constructor(columns: TradeColumns, source: TradeSource) {
    this.#columns = columns
    this.#source = source
    this.#row = new CsvRow(columns.count)
    this.#sides = source.sideSays === 'taker' ? sidesByTaker : sidesByMaker
  }

  read(block: Buffer, start: number, end: number): SourceRecord | string | null {
    const row = this.#row
    const columns = this.#columns
    if (!row.take(block, start, end)) return row.fault ?? ''
    if (columns.eventType >= 0) {
      const type = row.text(columns.eventType)
      if (type !== 'trade') return countSkipped(this.skipped, eventNames[type] ?? 'other events')
    }
    const symbol = this.#symbol()
    const eventMs = row.timeMs(columns.time, 'trade time', this.#source.unit)
    const receiveUnit = this.#source.receiveUnit
    const receiveMs = row.timeMsOptional(columns.receiveTime, 'receive time', receiveUnit)
    const value: Tick = {
      exchange: this.#exchange(),
      symbol,
      trade_id: row.whole(columns.id, 'trade id'),
      event_time: eventMs,
      receive_time: receiveMs,
      price: row.price(columns.price, 'price'),
      quantity: row.number(columns.quantity, 'quantity'),
      taker_side: this.#side(),
    }
    if (row.fault !== null) return row.fault
    if (value.price === 0 && value.quantity === 0) return countSkipped(this.skipped, placeholder)
    return { topic: 'ticks', key: symbol, eventMs, receiveMs, value }
  }

  #symbol(): string {
    if (this.#source.symbol !== null) return this.#source.symbol
    const text = this.#row.text(this.#columns.symbol)
    let symbol = this.#symbols.get(text)
    if (symbol === undefined) {
      symbol = normaliseSymbol(text)
      if (this.#symbols.size < symbolsMax) this.#symbols.set(text, symbol)
    }
    if (symbol === null) this.#row.fault ??= `symbol cannot be read: ${quoted(text)}`
    return symbol ?? ''
  }

  #exchange(): string {
    if (this.#columns.market < 0) return this.#source.exchange
    const market = this.#row.text(this.#columns.market)
    return exchangeNames[market] ?? this.#source.exchange
  }

  #side(): TakerSide | null {
    if (this.#columns.side < 0) return null
    const text = this.#row.text(this.#columns.side)
    const side = this.#sides[text] ?? this.#sides[text.toLowerCase()]
    if (side === undefined) this.#row.fault ??= `side cannot be read: ${quoted(text)}`
    return side ?? null
  }
}
