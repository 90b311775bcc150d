import type { FeatureVector, GateResult } from '../../../schemas/contracts.generated.ts'
import { weighVotes } from '../../consensus/consensus.ts'
import { presets } from '../../consensus/presets.ts'
import { nineEqual, votes } from '../../consensus/testing/votes.ts'
import { createFeatureValues } from '../../features/testing/feature-values.ts'
import { costDefaults, levelsOf } from '../../positions/levels.ts'
import type { MarketCase } from '../market-gates.ts'

export function features(more: Partial<FeatureVector> = {}): FeatureVector {
  const close_time = 900_000
  const named = { symbol: 'BTCUSDT', timeframe: '15m', open_time: 0, close_time, close: 120 }
  return { ...named, candle_revision: 0, rebuilt: false, ...createFeatureValues(), ...more }
}

/** Everything points up. */
export const bullish = features({
  bollinger_upper: 125,
  bollinger_lower: 95,
  relative_volume_20: 1.6,
  taker_buy_ratio_20: 0.6,
  macd: 1,
  macd_histogram: 0.5,
  ema_9: 118,
  ema_21: 115,
  ema_50: 112,
  sma_200: 100,
})

/** Twenty candles, each a step above the one before, closing at its high. */
export const rising = Array.from({ length: 20 }, (_, at) => ({
  high: 101 + at,
  low: 99 + at,
  close: 101 + at,
  receive_time: 900_500,
}))

export const levels = levelsOf({
  side: 'LONG',
  kind: 'perpetual',
  price: 120,
  atr: 1.2,
  costs: costDefaults.perpetual,
})

export const consensus = weighVotes(votes('LLLLLLFSS'), nineEqual, presets.standard.vote, 0)

/** Passes every gate of the standard preset. */
export const goodCase: MarketCase = {
  preset: presets.standard,
  consensus,
  regime: 'TRENDING',
  features: bullish,
  candles: rising,
  levels,
  history: {},
  memoryRisk: null,
  memoryGate: 'refuse',
  modelVote: undefined,
}

export function verdictOf({ value, threshold, passed }: GateResult) {
  return { value, threshold, passed }
}
