import { type CandleColumns, CandleRows } from './candle-rows.ts'
import type { FileHead } from './file-head.ts'
import { type FundingColumns, FundingRows } from './funding-rows.ts'
import { MarketFileError } from './market-file-error.ts'
import type { RowFormat } from './row-reader.ts'
import { commonestUnit, unitNote } from './time-unit.ts'
import { type TradeColumns, TradeRows, type TradeSource } from './trade-rows.ts'

/** Where the symbol comes from where no column names it; throws where nothing does. */
export type SymbolOf = () => string

interface Header {
  readonly head: FileHead
  /** As it stands in the file, for messages. */
  readonly line: string
  readonly names: readonly string[]
  readonly headerLines: number
}

/** Enough rows to tell a file's time unit, also when some of them are broken. */
const sampleRows = 200

/** Binance's own spot archives have no header; their rows are told by count and kind of values. */
const archiveCandleNames =
  'open_time,open,high,low,close,volume,close_time,quote_volume,count,taker_buy_volume,taker_buy_quote_volume,ignore'
const archiveTradeNames = 'id,price,qty,quote_qty,time,is_buyer_maker,is_best_match'

export const knownHeaders: readonly string[] = [
  'open_time_ms,open,high,low,close,volume[,quote_volume,trades]',
  archiveCandleNames,
  'recv_ns,event_ms,trade_ms,trade_id,price,qty,buyer_is_maker',
  'id,price,qty,quote_qty,time,is_buyer_maker',
  'timestamp,id,type,side,price,amount,cost',
  'TimestampOfReceive,Stream,EventType,EventTime,TransactionTime,Symbol,TradeId,Price,Quantity,IsBuyerMarketMaker',
  'time_ms,funding_rate',
  '<receive ns> <json> (a WebSocket capture, no header)',
]

/** The format of a CSV file by the names of its columns, whatever their order. */
export function csvFormat(head: FileHead, symbolOf: SymbolOf): RowFormat {
  const header = readHeader(head)
  const format =
    candleFormat(header, symbolOf) ??
    tradeFormat(header, symbolOf) ??
    fundingFormat(header, symbolOf)
  if (format !== null) return format
  const has = (name: string) => header.names.includes(name)
  if (has('eventtype') && has('isask')) throw depthOnly(head.path)
  const what = `has a header that is not known: '${shorten(header.line)}'`
  const cure = `Known headers are:\n  ${knownHeaders.join('\n  ')}`
  throw new MarketFileError('unknown-header', head.path, what, cure)
}

export function depthOnly(path: string): MarketFileError {
  const what = 'holds order-book depth updates, no trades'
  return new MarketFileError('depth-only', path, what, 'Give a file of trades or of candles.')
}

function readHeader(head: FileHead): Header {
  const at = head.lines.findIndex((line) => line !== '' && !line.startsWith('#'))
  const line = head.lines[at] ?? ''
  const names = line.split(',').map((name) => name.trim().toLowerCase())
  const headless = archiveNames(names)
  if (headless === null) return { head, line, names, headerLines: at + 1 }
  return { head, line, names: headless.split(','), headerLines: at }
}

function archiveNames(fields: readonly string[]): string | null {
  const numbers = fields.filter((field) => /^[\d.]+$/.test(field)).length
  if (fields.length === 12 && numbers === 12) return archiveCandleNames
  if (fields.length === 7 && numbers === 5 && /^(true|false)$/.test(fields[6] ?? '')) {
    return archiveTradeNames
  }
  return null
}

function candleFormat(header: Header, symbolOf: SymbolOf): RowFormat | null {
  const { names } = header
  const at = (...candidates: readonly string[]) => columnOf(names, candidates)
  const columns: CandleColumns = {
    count: names.length,
    openTime: at('open_time_ms', 'open_time', 'timestamp'),
    open: at('open'),
    high: at('high'),
    low: at('low'),
    close: at('close'),
    volume: at('volume'),
    quoteVolume: at('quote_volume', 'quote_asset_volume'),
    trades: at('trades', 'count', 'number_of_trades'),
    takerBuyVolume: at('taker_buy_volume', 'taker_buy_base_asset_volume'),
  }
  const { openTime, open, high, low, close, volume } = columns
  if (!complete([openTime, open, high, low, close, volume])) return null
  const unit = commonestUnit(sample(header, openTime))
  const source = { exchange: 'file', symbol: symbolOf(), unit }
  return {
    name: 'candle-csv',
    headerLines: header.headerLines,
    candles: true,
    notes: notesOf([unitNote('open time', unit)]),
    reader: (interval) => new CandleRows(columns, { ...source, interval }),
  }
}

function tradeFormat(header: Header, symbolOf: SymbolOf): RowFormat | null {
  const { names } = header
  const at = (...candidates: readonly string[]) => columnOf(names, candidates)
  const maker = at('buyer_is_maker', 'is_buyer_maker', 'isbuyermarketmaker')
  const columns: TradeColumns = {
    count: names.length,
    time: at('trade_ms', 'transactiontime', 'timestamp', 'time'),
    id: at('trade_id', 'tradeid', 'id'),
    price: at('price'),
    quantity: at('qty', 'quantity', 'amount'),
    side: maker >= 0 ? maker : at('side'),
    receiveTime: at('recv_ns', 'timestampofreceive'),
    symbol: at('symbol'),
    eventType: at('eventtype'),
    market: at('market'),
  }
  if (!complete([columns.time, columns.id, columns.price, columns.quantity, columns.side])) {
    return null
  }
  const source: TradeSource = {
    exchange: exchangeOf(names),
    symbol: columns.symbol >= 0 ? null : symbolOf(),
    unit: commonestUnit(sample(header, columns.time)),
    receiveUnit: commonestUnit(sample(header, columns.receiveTime)),
    sideSays: maker >= 0 ? 'buyer-is-maker' : 'taker',
  }
  return {
    name: columns.eventType >= 0 ? 'recorder-csv' : 'trade-csv',
    headerLines: header.headerLines,
    candles: false,
    notes: notesOf([unitNote('trade time', source.unit)]),
    reader: () => new TradeRows(columns, source),
  }
}

function fundingFormat(header: Header, symbolOf: SymbolOf): RowFormat | null {
  const columns: FundingColumns = {
    count: header.names.length,
    time: columnOf(header.names, ['time_ms', 'funding_time', 'calc_time', 'timestamp']),
    rate: columnOf(header.names, ['funding_rate', 'last_funding_rate']),
  }
  if (!complete([columns.time, columns.rate])) return null
  const unit = commonestUnit(sample(header, columns.time))
  const source = { exchange: 'file', symbol: symbolOf(), unit }
  return {
    name: 'funding-csv',
    headerLines: header.headerLines,
    candles: false,
    notes: notesOf([unitNote('time', unit)]),
    reader: () => new FundingRows(columns, source),
  }
}

/** Binance's raw trade event has a field M on spot and a field X on USD-M futures. */
function exchangeOf(names: readonly string[]): string {
  if (names.includes('xunknownparameter')) return 'binance-usdm'
  return names.includes('munknownparameter') ? 'binance' : 'file'
}

function columnOf(names: readonly string[], candidates: readonly string[]): number {
  for (const candidate of candidates) {
    const column = names.indexOf(candidate)
    if (column >= 0) return column
  }
  return -1
}

function complete(columns: readonly number[]): boolean {
  return columns.every((column) => column >= 0)
}

function* sample(header: Header, column: number): Generator<string> {
  const end = header.headerLines + sampleRows
  for (const line of header.head.lines.slice(header.headerLines, end)) {
    yield line.split(',')[column] ?? ''
  }
}

function notesOf(notes: readonly (string | null)[]): string[] {
  return notes.filter((note) => note !== null)
}

function shorten(text: string): string {
  return text.length > 100 ? `${text.slice(0, 100)}…` : text
}
