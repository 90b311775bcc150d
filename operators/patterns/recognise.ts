import type { Candle } from '../../schemas/contracts.generated.ts'
import { readBars } from './bar.ts'
import { type CandlestickPattern, type PatternName, patterns } from './catalogue.ts'

export interface Recognised {
  readonly pattern: CandlestickPattern<PatternName>
  /** See the pattern's own; never 0 here. */
  readonly score: number
}

/**
 * Every pattern that the newest candle completes, in the catalogue's order. `candles`: closed, of one symbol and
 * timeframe, the newest last; more than the newest 17 change nothing.
 */
export function recognise(candles: readonly Candle[]): readonly Recognised[] {
  const bars = readBars(candles)
  const found: Recognised[] = []
  for (const pattern of patterns) {
    if (candles.length <= pattern.lookback) continue
    const score = pattern.score(bars)
    if (score !== 0) found.push({ pattern, score })
  }
  return found
}

/** The score of one pattern alone: what `recognise` gives for it, and 0 where it is not among them. */
export function scoreOf(name: PatternName, candles: readonly Candle[]): number {
  const pattern = patterns.find((each) => each.name === name)
  if (pattern === undefined || candles.length <= pattern.lookback) return 0
  return pattern.score(readBars(candles))
}
