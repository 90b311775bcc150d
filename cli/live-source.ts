import { type BinanceSource, binanceSource } from '../connectors/binance/binance-source.ts'
import { endpointsOf } from '../connectors/binance/market-endpoints.ts'
import { wallClock } from '../connectors/binance/wall-clock.ts'
import { refuseHalfUrls } from './binance-config.ts'
import type { Config } from './config.ts'

export interface LiveSourceOptions {
  readonly config: Config
  readonly symbols: readonly string[]
  readonly onNote: (text: string) => void
  readonly onFrame?: (receiveMs: number, text: string) => void
}

const dayMs = 86_400_000

/** The market that a configuration follows live. */
export function liveSource({ config, symbols, onNote, onFrame }: LiveSourceOptions): BinanceSource {
  const { binance, gap, warmup, candles } = config
  refuseHalfUrls(binance.urls)
  return binanceSource({
    endpoints: endpointsOf(binance.market, binance.urls),
    symbols,
    intervals: binance.intervals,
    aggregated: binance.trades === 'aggTrade',
    warmupMs: warmup.days * dayMs,
    nearMs: binance.near,
    holdMs: gap.hold,
    graceMs: candles.grace,
    staleMs: binance.stale,
    speed: binance.speed,
    clock: wallClock,
    random: Math.random,
    onNote,
    ...(onFrame === undefined ? {} : { onFrame }),
  })
}
