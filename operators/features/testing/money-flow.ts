import type { Candle } from '../../../schemas/contracts.generated.ts'

/** Chaikin's money flow volumes, one of each candle. */
export function moneyFlows(candles: readonly Candle[]): number[] {
  return candles.map(({ high, low, close, volume }) =>
    high === low ? 0 : volume * ((2 * close - high - low) / (high - low)),
  )
}
