import type { Candle } from '../../schemas/contracts.generated.ts'

/** The candle's range, widened to the close before it. */
export function trueRange(candle: Candle, previousClose: number): number {
  const range = candle.high - candle.low
  const up = Math.abs(candle.high - previousClose)
  const down = Math.abs(candle.low - previousClose)
  return Math.max(range, up, down)
}
