import { ConfigError } from '../../engine/core/errors.ts'
import type { Source } from '../../engine/core/source.ts'
import { topics } from '../../schemas/topics.ts'
import { Collector } from './collector.ts'
import { CollectorCounts } from './collector-counts.ts'
import type { CollectorOptions } from './collector-options.ts'
import { ExchangeClock } from './exchange-clock.ts'
import { MarketData } from './market-data.ts'
import { type RestClient, restClient } from './rest-client.ts'

/** The live market of Binance as a source, and what can be asked of it while it runs. */
export interface BinanceSource extends Source {
  readonly market: MarketData
  readonly time: ExchangeClock
  readonly rest: RestClient
  readonly counts: CollectorCounts
  /** Where its streams are. */
  readonly streamUrl: string
  /** The run that is on; undefined before the first. */
  readonly current: Collector | undefined
  /** The same, for who cannot do without. Throws ConfigError where nothing runs. */
  running(): Collector
}

/**
 * At least once, each trade once by its id: what a symbol had reached is a bookmark, from which the next start fetches on. A folder that follows
 * one market knows it by this id, whatever its symbols.
 */
export function binanceSource(options: CollectorOptions): BinanceSource {
  const { endpoints, clock, random, aggregated, speed } = options
  const rest = restClient({ endpoints, clock, random })
  const time = new ExchangeClock(clock, speed)
  const market = new MarketData({ rest, endpoints, aggregated, nowMs: () => time.nowMs() })
  const counts = new CollectorCounts()
  let current: Collector | undefined
  return {
    id: endpoints.exchange,
    kind: 'live',
    streams: 1,
    topics: [topics.ticks, topics.klines, topics.context],
    bounded: false,
    market,
    time,
    rest,
    counts,
    streamUrl: endpoints.stream,
    get current() {
      return current
    },
    running() {
      if (current === undefined) throw new ConfigError('the collector does not run yet')
      return current
    },
    read(_counts, bookmarks) {
      // Whoever reads anew has lost what the run before gave him.
      current?.stop()
      current = new Collector(options, { market, time, counts }, bookmarks)
      return current.run()
    },
  }
}
