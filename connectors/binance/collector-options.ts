import type { FeedLimits } from './feed-state.ts'
import type { MarketEndpoints } from './market-endpoints.ts'
import type { WallClock } from './wall-clock.ts'

export interface CollectorOptions {
  readonly endpoints: MarketEndpoints
  /** Symbols it is started with, as BTCUSDT. What was added or removed since holds as long as they stay the same. */
  readonly symbols: readonly string[]
  /** Intervals of the klines that are followed, the same for all symbols. */
  readonly intervals: readonly string[]
  /** Whether aggregated trades are the ticks. */
  readonly aggregated: boolean
  /** History that a new symbol is given. */
  readonly warmupMs: number
  /** What was missed for no longer than this is fetched as trades, else as klines. */
  readonly nearMs: number
  /** How long everything waits for the trades of a hole (`gap.hold`). */
  readonly holdMs: number
  /** How long a minute waits for its trades (`candles.grace`). */
  readonly graceMs: number
  /** After so long without data the exchange is asked whether a stream is dead. */
  readonly staleMs: number
  /** Time of a simulated exchange per time of ours. */
  readonly speed: number
  readonly clock: WallClock
  /** In [0, 1). */
  readonly random: () => number
  readonly limits?: FeedLimits
  /** What a person should know of. */
  readonly onNote: (text: string) => void
  /** Each stream message as it came, for a raw capture. */
  readonly onFrame?: (receiveMs: number, text: string) => void
}
