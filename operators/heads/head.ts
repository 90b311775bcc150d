import type { Candle, FeatureVector, Vote } from '../../schemas/contracts.generated.ts'
import type { Timeframe } from '../timeframe.ts'

/** Everything a head may look at when a candle of the trigger timeframe has closed. */
export interface HeadInput {
  readonly symbol: string
  /** What the vote is cast on: 15m, unless the market's regime scans another. */
  readonly trigger: Timeframe
  /** The longer timeframe whose trend stands behind it: 1h for 15m. */
  readonly analysis: Timeframe
  /** Of the trigger candle; nothing here is younger. */
  readonly closeTimeMs: number
  /** Closed candles only, newest last, up to 120 of each timeframe. */
  readonly candles: { readonly [timeframe in Timeframe]?: readonly Candle[] }
  /** Of the newest closed candle of each timeframe. */
  readonly features: { readonly [timeframe in Timeframe]?: FeatureVector }
  /** The newest value known of each kind of context. */
  readonly context: {
    readonly [kind: string]: { readonly value: number; readonly eventTimeMs: number } | undefined
  }
}

export type Head = (input: HeadInput) => Vote
