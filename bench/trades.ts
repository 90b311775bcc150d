import type { Source, SourceItem } from '../engine/core/source.ts'
import { randomSequence } from '../operators/learning/random.ts'
import type { Tick } from '../schemas/contracts.generated.ts'
import { topics } from '../schemas/topics.ts'

const startMs = Date.UTC(2026, 0, 5)
const symbolCount = 10
const dayMs = 86_400_000
/** Of the trades, how many come after later ones, and by how much at most: within the grace. */
const lateShare = 0.02
const lateMaxMs = 1_500
const chunkItems = 4_096

/**
 * A day of trades of ten symbols in the order in which they arrive: their ids count up by event
 * time, and one in fifty comes up to one and a half seconds after its time.
 */
export function syntheticTrades(count: number): Tick[] {
  const random = randomSequence(1)
  const lastId = new Array<number>(symbolCount).fill(0)
  const prices = Array.from({ length: symbolCount }, (_, at) => 10 * 2 ** at)
  const trades: { readonly trade: Tick; readonly arrivesMs: number }[] = []
  for (let at = 0; at < count; at++) {
    const symbol = Math.floor(random() * symbolCount)
    const eventMs = startMs + Math.floor((at / count) * dayMs)
    const price = (prices[symbol] ?? 0) * (1 + (random() - 0.5) * 0.0004)
    prices[symbol] = price
    lastId[symbol] = (lastId[symbol] ?? 0) + 1
    const late = random() < lateShare ? random() * lateMaxMs : 0
    const trade: Tick = {
      exchange: 'bench',
      symbol: `COIN${symbol}USDT`,
      trade_id: lastId[symbol] ?? 0,
      event_time: eventMs,
      // As in most files; an edge makes a fresh number of it, an array that was made before does not.
      receive_time: null,
      price,
      quantity: Math.ceil(random() * 1_000) / 1_000,
      taker_side: random() < 0.5 ? 'BUY' : 'SELL',
    }
    trades.push({ trade, arrivesMs: eventMs + late })
  }
  // Stable: trades of one millisecond stay in the order of their ids.
  return trades.sort((a, b) => a.arrivesMs - b.arrivesMs).map(({ trade }) => trade)
}

/** The array as a bounded source, in chunks as the file sources give them. */
export function tradeSource(trades: readonly Tick[]): Source {
  return {
    id: 'bench-trades',
    kind: 'bench',
    streams: 1,
    topics: [topics.ticks, topics.klines, topics.context],
    bounded: true,
    async *read([taken = 0]) {
      for (let from = taken; from < trades.length; from += chunkItems) {
        yield trades.slice(from, from + chunkItems).map(
          (trade): SourceItem => ({
            kind: 'record',
            stream: 0,
            topic: topics.ticks,
            key: trade.symbol,
            value: trade,
            eventMs: trade.event_time,
            receiveMs: trade.receive_time,
          }),
        )
      }
    },
  }
}
