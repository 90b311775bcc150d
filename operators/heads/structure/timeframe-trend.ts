import type { Candle } from '../../../schemas/contracts.generated.ts'
import { bounded } from '../evidence.ts'
import type { Swing } from '../swings.ts'
import { type MarketStructure, readMarketStructure } from './market-structure.ts'

/** Highs and lows that step by so many ATR step fully. */
const fullStep = 1.5

export interface TimeframeTrend {
  /** How clearly highs and lows step the same way, −1 to 1; 0 where they disagree. */
  readonly steps: number
  readonly structure: MarketStructure
  /** Both together, −1 to 1. */
  readonly score: number
}

/** Which way one timeframe goes: by its last two highs and lows, and by the side of its last break. */
export function readTrend(
  candles: readonly Candle[],
  swings: readonly Swing[],
  reach: number,
  atr: number,
): TimeframeTrend {
  const steps = stepsOf(swings, fullStep * atr)
  const structure = readMarketStructure(candles, swings, reach)
  return { steps, structure, score: 0.5 * steps + 0.5 * structure.trend }
}

/** By the swings, which are one array for as long as their candles are the same. */
const trends = new WeakMap<
  readonly Swing[],
  { readonly atr: number; readonly trend: TimeframeTrend }
>()

/** The same, read again only when the candles of the timeframe have changed. */
export function readTrendOnce(
  candles: readonly Candle[],
  swings: readonly Swing[],
  reach: number,
  atr: number,
): TimeframeTrend {
  const known = trends.get(swings)
  if (known !== undefined && known.atr === atr) return known.trend
  const trend = readTrend(candles, swings, reach, atr)
  trends.set(swings, { atr, trend })
  return trend
}

function stepsOf(swings: readonly Swing[], step: number): number {
  const up = stepOf(swings, 'high', step)
  const down = stepOf(swings, 'low', step)
  return up * down > 0 ? (up + down) / 2 : 0
}

function stepOf(swings: readonly Swing[], kind: Swing['kind'], step: number): number {
  let last: number | null = null
  for (let index = swings.length - 1; index >= 0; index -= 1) {
    const swing = swings[index]
    if (swing === undefined || swing.kind !== kind) continue
    if (last !== null) return bounded((last - swing.price) / step)
    last = swing.price
  }
  return 0
}
