import type { ContextAdapter } from './adapter.ts'
import { binanceDerivatives } from './binance-derivatives.ts'
import { fearGreed } from './fear-greed.ts'
import { altBreadth, bitcoinDominance } from './market-breadth.ts'
import { newsSentiment } from './news.ts'

/** `context` of the configuration: each source has its switch, and an address that may be another. */
export interface ContextSettings {
  readonly derivatives: boolean
  readonly breadth: boolean
  readonly fearGreed: boolean
  readonly dominance: boolean
  readonly news: boolean
  readonly urls: {
    readonly futures: string
    readonly fearGreed: string
    readonly dominance: string
    readonly feeds: readonly string[]
  }
}

/** The sources that are switched on. */
export function contextAdapters(settings: ContextSettings): readonly ContextAdapter[] {
  const { urls } = settings
  return [
    ...(settings.derivatives ? [binanceDerivatives(urls.futures)] : []),
    ...(settings.breadth ? [altBreadth(urls.futures)] : []),
    ...(settings.fearGreed ? [fearGreed(urls.fearGreed)] : []),
    ...(settings.dominance ? [bitcoinDominance(urls.dominance)] : []),
    ...(settings.news && urls.feeds.length > 0 ? [newsSentiment(urls.feeds)] : []),
  ]
}
