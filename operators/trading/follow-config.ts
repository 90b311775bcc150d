import type { FollowConfig } from '../positions/follow.ts'
import { costDefaults, roundTripPct } from '../positions/levels.ts'
import type { TradingSettings } from './trading-settings.ts'

/** How positions are followed under these settings: signals, shadows, and those that only might have been. */
export function followConfigOf({
  market,
  priceTolerance,
  exits,
}: Pick<TradingSettings, 'market' | 'priceTolerance' | 'exits'>): FollowConfig {
  return { tolerance: priceTolerance, exits, costsPct: roundTripPct(costDefaults[market]) }
}
