import type { Candle } from '../../schemas/contracts.generated.ts'

/**
 * Chaikin's flow: the volume, weighed by where in its range the candle closed (−1 at the low, 1 at the
 * high); 0 where there is no range.
 */
export function moneyFlowVolume({ high, low, close, volume }: Candle): number {
  const range = high - low
  return range > 0 ? ((close - low - (high - close)) / range) * volume : 0
}
