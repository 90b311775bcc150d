import type { Kline, Tick } from '../../schemas/contracts.generated.ts'
import type { CandleInterval } from '../files/row-reader.ts'
import { RestError } from './rest-error.ts'
import { decimalOf, type Fields, fieldsOf, klineNumbersFault } from './stream-message.ts'

/** What REST gave that cannot be read; its answers are all or nothing. */
export class RestAnswerError extends RestError {
  constructor(message: string) {
    super('unreachable', message)
  }
}

/** An answer of `klines`, the open one at its end included, as fetched later. */
export function klinesOf(
  answer: unknown,
  facts: { readonly exchange: string; readonly symbol: string; readonly interval: CandleInterval },
  receiveMs: number,
): readonly Kline[] {
  const { exchange, symbol, interval } = facts
  return rowsOf(answer, 'klines').map((row) => {
    if (!Array.isArray(row)) throw new RestAnswerError(`klines of ${symbol}: a row is no array`)
    const [openTime, open, high, low, close, volume, , quoteVolume, trades, takerVolume] =
      row as readonly unknown[]
    const openMs = timeMsOf(openTime)
    const kline: Kline = {
      exchange,
      symbol,
      interval: interval.name,
      open_time: openMs,
      open: decimalOf(open),
      high: decimalOf(high),
      low: decimalOf(low),
      close: decimalOf(close),
      volume: decimalOf(volume),
      quote_volume: decimalOf(quoteVolume),
      trades: typeof trades === 'number' ? trades : null,
      taker_buy_volume: decimalOf(takerVolume),
      receive_time: receiveMs,
      origin: 'BACKFILL',
    }
    const fault = klineNumbersFault(kline)
    if (fault !== undefined) throw new RestAnswerError(`klines of ${symbol}: ${fault}`)
    return kline
  })
}

/** An answer of `trades` or `historicalTrades`, oldest first. */
export function tradesOf(
  answer: unknown,
  exchange: string,
  symbol: string,
  receiveMs: number,
): readonly Tick[] {
  return rowsOf(answer, 'trades').map((row) => {
    const { id, price, qty, time, isBuyerMaker } = fieldsOf(row) ?? {}
    return tickOf(exchange, symbol, receiveMs, { id, price, qty, time, maker: isBuyerMaker })
  })
}

/** An answer of `aggTrades`, oldest first; with the id of the first plain trade in each. */
export function aggregatedTradesOf(
  answer: unknown,
  exchange: string,
  symbol: string,
  receiveMs: number,
): readonly { readonly tick: Tick; readonly firstTradeId: number }[] {
  return rowsOf(answer, 'aggTrades').map((row) => {
    const { a, p, q, T, m, f } = fieldsOf(row) ?? {}
    const tick = tickOf(exchange, symbol, receiveMs, { id: a, price: p, qty: q, time: T, maker: m })
    return { tick, firstTradeId: wholeOf(f, 'first trade id') }
  })
}

function tickOf(exchange: string, symbol: string, receiveMs: number, fields: Fields): Tick {
  const price = decimalOf(fields.price)
  const quantity = decimalOf(fields.qty)
  if (Number.isNaN(price) || Number.isNaN(quantity))
    throw new RestAnswerError(`trades of ${symbol}: price or quantity is no number`)
  return {
    exchange,
    symbol,
    trade_id: wholeOf(fields.id, 'trade id'),
    event_time: timeMsOf(fields.time),
    receive_time: receiveMs,
    price,
    quantity,
    taker_side: fields.maker === true ? 'SELL' : 'BUY',
  }
}

function rowsOf(answer: unknown, what: string): readonly unknown[] {
  if (Array.isArray(answer)) return answer
  throw new RestAnswerError(`${what}: the answer is no list`)
}

function wholeOf(value: unknown, name: string): number {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value
  throw new RestAnswerError(`${name} was ${String(value)}; it must be a whole number`)
}

/** Milliseconds, or microseconds cut to them. */
function timeMsOf(value: unknown): number {
  const time = wholeOf(value, 'time')
  return time >= 1e14 ? Math.floor(time / 1_000) : time
}
