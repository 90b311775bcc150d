import { exactExp } from '../../engine/core/exact-math.ts'
import type { Kline, Tick } from '../../schemas/contracts.generated.ts'
import type { SourceRecord } from '../files/source-record.ts'
import type { Instrument } from './instruments.ts'
import type { MinuteMove } from './price-path.ts'
import { Sfc32, streamOf } from './sfc32.ts'

export const minuteMs = 60_000
export const simulatedExchange = 'sim'

/** Half a basis point between bid and ask, as on a liquid market. */
const halfSpread = 0.000_025

/** How long a trade takes to us. */
const latencyMinMs = 5
const latencyMaxMs = 60

const detailStream = streamOf('trades')

/**
 * The trades of one minute of one symbol, made from its move alone: the same minute gives the
 * same trades, whether they are wanted as ticks or folded into a kline.
 */
export class MinuteTrades {
  readonly #seed: number
  readonly #instrument: Instrument
  readonly #stream: number
  readonly #priceScale: number
  readonly #quantityScale: number
  readonly #random = new Sfc32()
  /** Log prices on the way from a minute's beginning to its end. */
  #way: Float64Array

  constructor(seed: number, instrument: Instrument, tradesMax: number) {
    this.#seed = seed
    this.#instrument = instrument
    this.#stream = streamOf(instrument.symbol) ^ detailStream
    this.#priceScale = 10 ** instrument.priceDecimals
    this.#quantityScale = 10 ** instrument.quantityDecimals
    this.#way = new Float64Array(tradesMax)
  }

  ticks(move: MinuteMove): SourceRecord[] {
    const { symbol } = this.#instrument
    const records: SourceRecord[] = []
    this.#each(move, (id, eventMs, price, quantity, buys, latencyMs) => {
      const receiveMs = eventMs + latencyMs
      const value: Tick = {
        exchange: simulatedExchange,
        symbol,
        trade_id: id,
        event_time: eventMs,
        receive_time: receiveMs,
        price,
        quantity,
        taker_side: buys ? 'BUY' : 'SELL',
      }
      records.push({ topic: 'ticks', key: symbol, eventMs, receiveMs, value })
    })
    return records
  }

  /** Sums in the order of the trades, so that it equals the candle built of the ticks. */
  kline(move: MinuteMove): SourceRecord {
    const { symbol } = this.#instrument
    const openMs = move.minute * minuteMs
    let open = 0
    let high = 0
    let low = Number.POSITIVE_INFINITY
    let close = 0
    let volume = 0
    let quoteVolume = 0
    let takerBuyVolume = 0
    this.#each(move, (id, _eventMs, price, quantity, buys) => {
      if (id === move.firstTradeId) open = price
      if (price > high) high = price
      if (price < low) low = price
      close = price
      volume += quantity
      quoteVolume += price * quantity
      if (buys) takerBuyVolume += quantity
    })
    const value: Kline = {
      exchange: simulatedExchange,
      symbol,
      interval: '1m',
      open_time: openMs,
      open,
      high,
      low,
      close,
      volume,
      quote_volume: quoteVolume,
      trades: move.trades,
      taker_buy_volume: takerBuyVolume,
      receive_time: null,
      origin: 'STREAM',
    }
    return { topic: 'klines', key: symbol, eventMs: openMs + minuteMs, receiveMs: null, value }
  }

  #each(
    move: MinuteMove,
    onTrade: (
      id: number,
      eventMs: number,
      price: number,
      quantity: number,
      buys: boolean,
      latencyMs: number,
    ) => void,
  ): void {
    const { startPrice, tradeNotional } = this.#instrument
    const random = this.#random
    random.set(this.#seed, this.#stream, move.minute)
    const way = this.#walk(move)
    const slotMs = minuteMs / move.trades
    let before = move.from
    for (let trade = 0; trade < move.trades; trade++) {
      const at = way[trade] ?? move.to
      const eventMs = move.minute * minuteMs + Math.floor((trade + random.uniform()) * slotMs)
      // Buyers lift a rising price more often: flow goes with the move and says nothing of the next.
      const push = Math.min(1, Math.max(-1, (at - before) / move.volatility))
      const buys = random.uniform() < 0.5 + 0.3 * push
      const quoted = startPrice * exactExp(at) * (buys ? 1 + halfSpread : 1 - halfSpread)
      const price = this.#rounded(quoted, this.#priceScale)
      // Many small trades and few large ones: a Pareto law, cut at a hundred times the least.
      const notional = (0.5 * tradeNotional) / Math.sqrt(Math.max(1e-4, random.uniform()))
      const quantity = this.#rounded(notional / price, this.#quantityScale)
      const latencyMs = latencyMinMs + Math.floor((latencyMaxMs - latencyMinMs) * random.uniform())
      onTrade(move.firstTradeId + trade, eventMs, price, quantity, buys, latencyMs)
      before = at
    }
  }

  /** A random walk that is bent so that it ends where the minute ends. */
  #walk(move: MinuteMove): Float64Array {
    const { trades } = move
    if (this.#way.length < trades) this.#way = new Float64Array(trades)
    const way = this.#way
    const random = this.#random
    // Three uniform numbers less their mean have variance 1/4: a step needs no tails of its own.
    const size = (2 * move.volatility) / Math.sqrt(trades)
    let walked = 0
    for (let trade = 0; trade < trades; trade++) {
      walked += size * (random.uniform() + random.uniform() + random.uniform() - 1.5)
      way[trade] = walked
    }
    const bend = (move.to - move.from - walked) / trades
    for (let trade = 0; trade < trades; trade++) {
      way[trade] = move.from + (way[trade] ?? 0) + bend * (trade + 1)
    }
    return way
  }

  /** At least one unit: a price or quantity of zero is none. */
  #rounded(number: number, scale: number): number {
    return Math.max(1, Math.round(number * scale)) / scale
  }
}
