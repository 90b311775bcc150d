import type { Candle } from '../../../schemas/contracts.generated.ts'
import { candlesOf } from '../../features/testing/series.ts'

/** Open, high, low, close. */
export type Drawn = readonly [open: number, high: number, low: number, close: number]

/** In turn; the body is 10, the range 20, the shadows 5 each: what the candles drawn are held against at first. */
const blackBefore: Drawn = [105, 110, 90, 95]
const whiteBefore: Drawn = [95, 110, 90, 105]
export const plain: readonly Drawn[] = Array.from({ length: 16 }, (_, index) =>
  index % 2 === 0 ? blackBefore : whiteBefore,
)

/** Sixteen plain candles, the last of them white, and the ones drawn. */
export function draw(shape: readonly Drawn[]): readonly Candle[] {
  return candlesOf(
    [...plain, ...shape].map(([open, high, low, close]) => ({ open, high, low, close, volume: 1 })),
  )
}

/** Upside down about a price of 100. */
export function mirrored(shape: readonly Drawn[]): readonly Drawn[] {
  return shape.map(([open, high, low, close]) => [200 - open, 200 - low, 200 - high, 200 - close])
}
