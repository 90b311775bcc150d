import type { MarketRegime } from '../../../schemas/contracts.generated.ts'
import { fixedChoice } from '../timeframe-choice.ts'

/** A record of which only this is known. */
export function regimeOf(known: Partial<MarketRegime>): MarketRegime {
  return {
    id: 'regime',
    symbol: 'BTCUSDT',
    time: 0,
    regime: 'RANGING',
    since: 0,
    seen: 'RANGING',
    seen_candles: 0,
    adx: null,
    hurst: null,
    atr_pct: null,
    atr_rank: null,
    band_width: null,
    band_width_rank: null,
    daily_volatility_pct: null,
    ...fixedChoice(),
    ...known,
  }
}
