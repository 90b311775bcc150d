import type { Source, SourceItem } from '../../engine/core/source.ts'
import type { ContextPoint, Kline, Tick } from '../../schemas/contracts.generated.ts'
import { topics } from '../../schemas/topics.ts'
import { Exchange, type ExchangeOptions } from './exchange.ts'
import type { SymbolLedger } from './ledger/symbol-ledger.ts'
import { misprinted } from './misprint.ts'

const minuteMs = 60_000
const dayMs = 86_400_000
/** Items handed on at a time. */
const chunkItems = 4_096

export const simulatedExchangeName = 'sim'

export interface OfflineOptions
  extends Pick<ExchangeOptions, 'seed' | 'symbols' | 'scenario' | 'population'> {
  readonly startMs: number
  readonly days: number
  readonly decisionsPerMinute: number
  /** Trades instead of one-minute klines. */
  readonly ticks: boolean
}

/** The simulated exchange without a server, as a source that ends: what its streams would tell in so many days, as fast as it goes. */
export function offlineSource(options: OfflineOptions): Source {
  const { seed, symbols, scenario, startMs, days, ticks, decisionsPerMinute } = options
  const kind = ticks ? 'ticks' : 'klines'
  const names = [...symbols].sort().join('-')
  return {
    id: `sim-exchange-${scenario.name}-${seed}-${startMs}-${days}-${decisionsPerMinute}-${kind}-${names}`,
    kind: 'sim',
    streams: 1,
    topics: [topics.ticks, topics.klines, topics.context],
    bounded: true,
    firstEventMs: startMs,
    async *read([done = 0]) {
      let skip = done
      let chunk: SourceItem[] = []
      for (const minute of minutesOf(options)) {
        const rest = minute.slice(skip)
        skip -= minute.length - rest.length
        chunk.push(...rest)
        if (chunk.length < chunkItems) continue
        yield chunk
        chunk = []
      }
      if (chunk.length > 0) yield chunk
    },
  }
}

function* minutesOf(options: OfflineOptions): Generator<readonly SourceItem[]> {
  const { startMs, days, ticks, scenario, decisionsPerMinute } = options
  const endMs = startMs + days * dayMs
  const exchange = new Exchange({
    ...options,
    liveMs: endMs,
    historyDays: days,
    scenario: { ...scenario, inHistory: true },
    historyDecisionsPerMinute: decisionsPerMinute,
  })
  const told = new Map(exchange.ledgers.map((ledger) => [ledger, { trade: 0, funding: 0 }]))
  for (let closeMs = startMs + minuteMs; closeMs <= endMs; closeMs += minuteMs) {
    exchange.runTo(closeMs)
    const items: SourceItem[] = []
    for (const ledger of exchange.ledgers) {
      const before = told.get(ledger) ?? { trade: 0, funding: 0 }
      if (ticks) {
        for (let id = before.trade + 1; id <= ledger.trades.lastId; id++) {
          items.push(tickItem(ledger, id))
        }
      } else items.push(...klineItems(ledger, closeMs - minuteMs))
      const fundings = ledger.fundings.slice(before.funding)
      for (const { timeMs, rate } of fundings) items.push(fundingItem(ledger, timeMs, rate))
      told.set(ledger, { trade: ledger.trades.lastId, funding: ledger.fundings.length })
    }
    // A stable sort: what is of one symbol stays in its order.
    items.sort((one, other) => timeOf(one) - timeOf(other))
    yield items
  }
}

function timeOf(item: SourceItem): number {
  return item.kind === 'record' ? item.eventMs : 0
}

function tickItem(ledger: SymbolLedger, id: number): SourceItem {
  const { listing, trades, market } = ledger
  const { symbol, ticksPerUnit, lotsPerUnit } = listing
  const own = trades.at(id)
  if (own === undefined) throw new RangeError(`trade ${id} is no longer known`)
  const trade = misprinted(own, market.phase.forces.badTicks)
  const value: Tick = {
    exchange: simulatedExchangeName,
    symbol,
    trade_id: id,
    event_time: trade.timeMs,
    receive_time: null,
    price: trade.tick / ticksPerUnit,
    quantity: trade.lots / lotsPerUnit,
    taker_side: trade.takerBuys ? 'BUY' : 'SELL',
  }
  return recordOf(topics.ticks, symbol, value, trade.timeMs)
}

/** None where the exchange was down. */
function klineItems({ listing, candles }: SymbolLedger, openMs: number): SourceItem[] {
  const candle = candles.at((openMs - candles.startMs) / minuteMs)
  if (candle === undefined) return []
  const { symbol, ticksPerUnit, lotsPerUnit } = listing
  const value: Kline = {
    exchange: simulatedExchangeName,
    symbol,
    interval: '1m',
    open_time: openMs,
    open: candle.open / ticksPerUnit,
    high: candle.high / ticksPerUnit,
    low: candle.low / ticksPerUnit,
    close: candle.close / ticksPerUnit,
    volume: candle.lots / lotsPerUnit,
    quote_volume: candle.turnover / (ticksPerUnit * lotsPerUnit),
    trades: candle.trades,
    taker_buy_volume: candle.takerBuyLots / lotsPerUnit,
    receive_time: null,
    origin: 'STREAM',
  }
  return [recordOf(topics.klines, symbol, value, openMs + minuteMs)]
}

function fundingItem({ listing: { symbol } }: SymbolLedger, timeMs: number, rate: number) {
  const value: ContextPoint = {
    exchange: simulatedExchangeName,
    symbol,
    kind: 'funding',
    event_time: timeMs,
    receive_time: null,
    value: rate,
    detail: null,
  }
  return recordOf(topics.context, symbol, value, timeMs)
}

function recordOf(
  topic: (typeof topics)['ticks' | 'klines' | 'context'],
  key: string,
  value: Tick | Kline | ContextPoint,
  eventMs: number,
): SourceItem {
  return { kind: 'record', stream: 0, topic, key, value, eventMs, receiveMs: null }
}
