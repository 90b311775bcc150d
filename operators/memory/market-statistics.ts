import type { FeatureVector } from '../../schemas/contracts.generated.ts'
import { between } from './market-readings.ts'

/** The nine statistics of a market state, in the order in which they stand in its vector. */
export const statisticNames = [
  'change_12_pct',
  'strength',
  'directional_balance',
  'trend_strength',
  'volatility_pct',
  'relative_volume',
  'band_position',
  'distance_from_average_atr',
  'momentum_atr',
] as const

export type StatisticName = (typeof statisticNames)[number]

/** Free of the price level, so that states of other years can be compared; null where a feature is absent. */
export function statisticsOf(features: FeatureVector): {
  readonly [name in StatisticName]: number | null
} {
  const { close, atr_14: atr, ema_50: average, macd_histogram: histogram } = features
  const { plus_di_14: plus, minus_di_14: minus } = features
  const inAtr = (price: number | null): number | null =>
    price === null || atr === null || !(atr > 0) ? null : price / atr
  return {
    change_12_pct: features.roc_12,
    strength: features.rsi_14,
    directional_balance: plus === null || minus === null ? null : plus - minus,
    trend_strength: features.adx_14,
    volatility_pct: features.natr_14,
    relative_volume: features.relative_volume_20,
    band_position: between(close, features.bollinger_lower, features.bollinger_upper),
    distance_from_average_atr: inAtr(average === null ? null : close - average),
    momentum_atr: inAtr(histogram),
  }
}
