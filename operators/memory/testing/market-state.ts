import type { FeatureVector } from '../../../schemas/contracts.generated.ts'
import { createFeatureValues } from '../../features/testing/feature-values.ts'
import type { MarketState } from '../market-readings.ts'

export const unknownRanks: MarketState['ranks'] = {
  volatility: null,
  'band-width': null,
  volume: null,
  move: null,
}

/** A vector of which only this is known. */
export function featuresWith(known: Partial<FeatureVector>): FeatureVector {
  return {
    symbol: 'BTCUSDT',
    timeframe: '1h',
    open_time: 0,
    close_time: 3_600_000,
    candle_revision: 0,
    close: 100,
    rebuilt: false,
    ...createFeatureValues(),
    ...known,
  }
}

export function marketOf({
  features = {},
  ...known
}: Partial<Omit<MarketState, 'features'>> & {
  readonly features?: Partial<FeatureVector>
}): MarketState {
  return {
    features: featuresWith(features),
    regime: 'RANGING',
    synthetic: false,
    ranks: unknownRanks,
    ...known,
  }
}
