import type { Exchange } from '../exchange.ts'
import type { SymbolLedger } from '../ledger/symbol-ledger.ts'
import type { Trade } from '../ledger/trade-ring.ts'
import { misprinted } from '../misprint.ts'
import { foldedCandle } from './klines.ts'
import {
  aggregateMessage,
  bookTickerMessage,
  depthMessage,
  forceOrderMessage,
  klineMessage,
  levelsMessage,
  markPriceMessage,
  miniTickerMessage,
  type StreamMessage,
  tickerMessage,
  tradeMessage,
} from './stream-messages.ts'
import type { StreamName } from './stream-names.ts'
import type { Units, Venue } from './units.ts'

/** Open klines and tickers are told at the most so often, in simulated time. */
const paceMs = 1_000

/** One stream of one symbol: knows what it has told, and tells what is new. */
export interface Feed {
  readonly isTrades: boolean
  /** Prices of the book that changed; only a feed of depth cares. */
  changed?(ticks: readonly number[]): void
  /** What there is to tell at a simulated time; time never goes back. */
  news(nowMs: number): readonly StreamMessage[]
}

export interface FeedParts {
  readonly stream: StreamName
  readonly exchange: Exchange
  readonly ledger: SymbolLedger
  readonly units: Units
  readonly venue: Venue
}

export function feedOf(parts: FeedParts): Feed {
  const { stream, ledger, units, venue } = parts
  switch (stream.kind) {
    case 'trade':
      return tradeFeed(parts, (trade) => tradeMessage(trade, units, venue))
    case 'aggTrade':
      return tradeFeed(parts, (trade) => aggregateMessage(trade, units, venue))
    case 'kline':
      return klineFeed(parts, stream.interval, stream.intervalMs)
    case 'bookTicker':
      return bookTickerFeed(parts)
    case 'depth':
      return depthFeed(parts, stream.everyMs)
    case 'levels':
      return paced(stream.everyMs, (nowMs) =>
        levelsMessage(ledger, stream.levels, nowMs, units, venue),
      )
    case 'markPrice':
      return paced(stream.everyMs, (nowMs) => markPriceMessage(ledger, nowMs, units))
    case 'ticker':
      return paced(paceMs, (nowMs) => tickerMessage(ledger, nowMs, units, venue))
    case 'miniTicker':
      return paced(paceMs, (nowMs) => miniTickerMessage(ledger, nowMs, units, venue))
    case 'forceOrder':
      return forceOrderFeed(parts)
  }
}

function tradeFeed({ ledger }: FeedParts, told: (trade: Trade) => StreamMessage): Feed {
  const { trades } = ledger
  let lastId = trades.lastId
  return {
    isTrades: true,
    news() {
      const messages: StreamMessage[] = []
      const share = ledger.market.phase.forces.badTicks
      for (let id = lastId + 1; id <= trades.lastId; id++) {
        const trade = trades.at(id)
        if (trade !== undefined) messages.push(told(misprinted(trade, share)))
      }
      lastId = trades.lastId
      return messages
    },
  }
}

function klineFeed(
  { exchange, ledger, units }: FeedParts,
  interval: string,
  intervalMs: number,
): Feed {
  const { candles } = ledger
  let openMs = exchange.nowMs - (exchange.nowMs % intervalMs)
  let toldTrades = -1
  let toldMs = Number.NEGATIVE_INFINITY
  const messageAt = (nowMs: number, closed: boolean) => {
    const candle = foldedCandle(candles, openMs, intervalMs)
    if (candle === undefined || (!closed && candle.trades === toldTrades)) return []
    toldTrades = candle.trades
    toldMs = nowMs
    return [klineMessage({ candle, interval, intervalMs, closed, nowMs }, units)]
  }
  return {
    isTrades: false,
    news(nowMs) {
      const messages: StreamMessage[] = []
      while (openMs + intervalMs <= nowMs) {
        messages.push(...messageAt(openMs + intervalMs, true))
        openMs += intervalMs
        toldTrades = -1
      }
      if (nowMs - toldMs >= paceMs && nowMs > openMs) messages.push(...messageAt(nowMs, false))
      return messages
    },
  }
}

function bookTickerFeed({ ledger, units, venue }: FeedParts): Feed {
  let told = ''
  return {
    isTrades: false,
    news(nowMs) {
      const message = bookTickerMessage(ledger, nowMs, units, venue)
      const best = `${message.b} ${message.B} ${message.a} ${message.A}`
      if (best === told) return []
      told = best
      return [message]
    },
  }
}

function depthFeed({ ledger, units, venue }: FeedParts, everyMs: number): Feed {
  const { book } = ledger.market.floor
  let ticks = new Set<number>()
  let previousUpdate = book.updates
  let toldMs = Number.NEGATIVE_INFINITY
  return {
    isTrades: false,
    changed(more) {
      for (const tick of more) ticks.add(tick)
    },
    news(nowMs) {
      if (nowMs - toldMs < everyMs || ticks.size === 0) return []
      const ids = { firstUpdate: previousUpdate + 1, lastUpdate: book.updates, previousUpdate }
      const message = depthMessage(ledger, { ...ids, ticks, nowMs }, units, venue)
      ticks = new Set()
      previousUpdate = book.updates
      toldMs = nowMs
      return [message]
    },
  }
}

function forceOrderFeed({ ledger, units }: FeedParts): Feed {
  let told = ledger.liquidationCount
  return {
    isTrades: false,
    news() {
      const fresh = ledger.liquidationCount - told
      told = ledger.liquidationCount
      if (fresh === 0) return []
      return ledger.liquidations.slice(-fresh).map((one) => forceOrderMessage(one, units))
    },
  }
}

/** The same kind of message, however little has happened, as often as that. */
function paced(everyMs: number, message: (nowMs: number) => StreamMessage): Feed {
  let toldMs = Number.NEGATIVE_INFINITY
  return {
    isTrades: false,
    news(nowMs) {
      if (nowMs - toldMs < everyMs) return []
      toldMs = nowMs
      return [message(nowMs)]
    },
  }
}
