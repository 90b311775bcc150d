import type { Kline, Tick } from '../../schemas/contracts.generated.ts'
import { intervalOfName } from '../files/candle-interval.ts'
import type { CandleInterval } from '../files/row-reader.ts'
import type { MarketEndpoints } from './market-endpoints.ts'
import type { RestClient } from './rest-client.ts'
import { RestError } from './rest-error.ts'
import { aggregatedTradesOf, klinesOf, RestAnswerError, tradesOf } from './rest-rows.ts'
import { fieldsOf } from './stream-message.ts'

/** Most rows that one answer holds. */
export const rowsMax = 1_000

export interface MarketDataOptions {
  readonly rest: RestClient
  readonly endpoints: MarketEndpoints
  /** Whether ticks are aggregated trades. */
  readonly aggregated: boolean
  /** The exchange's time as far as it is known: what is received now gets it as receive time. */
  readonly nowMs: () => number
}

/** The exchange has no answer that goes back so far. */
export class TooFarBackError extends Error {}

/** What REST knows of a market, as records; no key is needed for any of it. */
export class MarketData {
  private readonly options: MarketDataOptions

  constructor(options: MarketDataOptions) {
    this.options = options
  }

  get exchange(): string {
    return this.options.endpoints.exchange
  }

  async timeMs(): Promise<number> {
    const serverTime = fieldsOf(await this.options.rest.get('time'))?.serverTime
    if (typeof serverTime !== 'number') throw new RestAnswerError('time: there is no serverTime')
    return serverTime
  }

  /** The symbols that trade. Learns how fast the exchange may be asked. */
  async symbols(): Promise<ReadonlySet<string>> {
    const info = fieldsOf(await this.options.rest.get('exchangeInfo'))
    const limits = Array.isArray(info?.rateLimits) ? info.rateLimits.map(fieldsOf) : []
    const weight = limits.find(
      (limit) => limit?.rateLimitType === 'REQUEST_WEIGHT' && limit.interval === 'MINUTE',
    )
    if (typeof weight?.limit === 'number') this.options.rest.limiter.allow(weight.limit)
    const listed = Array.isArray(info?.symbols) ? info.symbols.map(fieldsOf) : []
    return new Set(
      listed.flatMap((one) =>
        one?.status === 'TRADING' && typeof one.symbol === 'string' ? [one.symbol] : [],
      ),
    )
  }

  /**
   * Closed klines with open times in [fromMs, toMs], oldest first, in batches of less than 1,000. Closed is what the exchange itself has another one
   * behind: what our clocks say of it may be wrong by more than a minute's last trades.
   */
  async *klines(
    symbol: string,
    interval: CandleInterval,
    fromMs: number,
    toMs: number,
  ): AsyncGenerator<readonly Kline[]> {
    const { rest, nowMs } = this.options
    const facts = { exchange: this.exchange, symbol, interval }
    for (let startTime = fromMs; startTime <= toMs; ) {
      const endTime = toMs + interval.ms
      const parameters = { symbol, interval: interval.name, startTime, endTime, limit: rowsMax }
      const answer = klinesOf(await rest.get('klines', parameters), facts, nowMs())
      const closed = answer
        .slice(0, -1)
        .filter(({ open_time }) => open_time >= startTime && open_time <= toMs)
      const last = closed.at(-1)
      if (last === undefined) return
      yield closed
      startTime = last.open_time + interval.ms
    }
  }

  /** Closed 1m klines. */
  minutes(symbol: string, fromMs: number, toMs: number): AsyncGenerator<readonly Kline[]> {
    return this.klines(symbol, minute, fromMs, toMs)
  }

  /**
   * The trades behind an id, in order and without a hole, up to the newest (or up to `untilId`). Throws TooFarBackError where the exchange does not give
   * them any more.
   */
  async *tradesAfter(
    symbol: string,
    afterId: number,
    untilId = Number.POSITIVE_INFINITY,
  ): AsyncGenerator<readonly Tick[]> {
    let page = await this.newestPage(symbol, afterId)
    for (let lastId = afterId; lastId < untilId; ) {
      page ??= await this.pageFrom(symbol, lastId + 1)
      const fresh = page.filter(({ trade_id: id }) => id > lastId && id <= untilId)
      const [first] = fresh
      if (first === undefined) return
      if (first.trade_id !== lastId + 1)
        throw new TooFarBackError(`${symbol}: trade ${lastId + 1} is not given any more`)
      yield fresh
      lastId = fresh.at(-1)?.trade_id ?? lastId
      // The newest were among them.
      if (page.length < rowsMax) return
      page = undefined
    }
  }

  /** The newest trade; undefined where there never was one. */
  async newestTrade(symbol: string): Promise<Tick | undefined> {
    const { rest, aggregated, nowMs } = this.options
    const answer = await rest.get(aggregated ? 'aggTrades' : 'trades', { symbol, limit: 1 })
    return this.ticksOf(answer, symbol, nowMs()).at(-1)
  }

  /** The id of the first trade at or after a time; undefined where none has come since. */
  async firstTradeId(symbol: string, sinceMs: number): Promise<number | undefined> {
    const { rest, aggregated, nowMs } = this.options
    const endTime = sinceMs + 3_599_999
    const parameters = { symbol, startTime: sinceMs, endTime, limit: 1 }
    const answer = await rest.get('aggTrades', parameters)
    const [first] = aggregatedTradesOf(answer, this.exchange, symbol, nowMs())
    return aggregated ? first?.tick.trade_id : first?.firstTradeId
  }

  /** The newest trades behind an id, where they are all that there are behind it: they cost least. */
  private async newestPage(symbol: string, afterId: number): Promise<readonly Tick[] | undefined> {
    const { rest, aggregated, nowMs } = this.options
    if (aggregated) return undefined
    const answer = await rest.get('trades', { symbol, limit: rowsMax })
    const recent = this.ticksOf(answer, symbol, nowMs())
    const oldest = recent[0]?.trade_id ?? Number.NEGATIVE_INFINITY
    if (oldest > afterId + 1) return undefined
    return recent.filter(({ trade_id: id }) => id > afterId)
  }

  private async pageFrom(symbol: string, fromId: number): Promise<readonly Tick[]> {
    const { rest, endpoints, aggregated, nowMs } = this.options
    const parameters = { symbol, fromId, limit: rowsMax }
    if (!aggregated && !endpoints.oldTrades)
      throw new TooFarBackError(`${symbol}: only the newest trades are given`)
    try {
      const path = aggregated ? 'aggTrades' : 'historicalTrades'
      return this.ticksOf(await rest.get(path, parameters), symbol, nowMs())
    } catch (error) {
      if (error instanceof RestError && error.fault === 'refused')
        throw new TooFarBackError(`${symbol}: ${error.message}`)
      throw error
    }
  }

  private ticksOf(answer: unknown, symbol: string, receiveMs: number): readonly Tick[] {
    return this.options.aggregated
      ? aggregatedTradesOf(answer, this.exchange, symbol, receiveMs).map(({ tick }) => tick)
      : tradesOf(answer, this.exchange, symbol, receiveMs)
  }
}

const minute = intervalOfName('1m') as CandleInterval
