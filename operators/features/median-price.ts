import type { Candle } from '../../schemas/contracts.generated.ts'

/** The middle of the candle's range; not a statistical median, but the field calls it so. */
export function medianPrice(candle: Candle): number {
  return (candle.high + candle.low) / 2
}
