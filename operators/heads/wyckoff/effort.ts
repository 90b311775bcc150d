import type { Candle } from '../../../schemas/contracts.generated.ts'
import { bodyOf, closeOf, highOf, lowOf, type Side } from '../oriented.ts'
import type { Swing } from '../swings.ts'

export interface Absorption {
  /** Volume as a multiple of the usual one. */
  readonly effort: number
  /** Share of the candle's range that it gave back. */
  readonly rejected: number
}

const effortMin = 1.5
const pushedOver = 7

/** Much volume for little progress in one candle: a push of this side that the other absorbs. */
export function findAbsorption(
  candles: readonly Candle[],
  usualVolume: number,
  side: Side,
  atr: number,
): Absorption | null {
  const newest = candles.length - 1
  const last = candles[newest]
  if (last === undefined || last.volume < effortMin * usualVolume) return null
  const spread = highOf(last, side) - lowOf(last, side)
  if (spread === 0) return null
  for (let index = Math.max(0, newest - pushedOver); index < newest; index += 1) {
    const candle = candles[index]
    if (candle !== undefined && highOf(candle, side) >= highOf(last, side)) return null
  }
  const rejected = (highOf(last, side) - closeOf(last, side)) / spread
  if (rejected < 0.5 || bodyOf(last, side) > 0.4 * atr) return null
  return { effort: last.volume / usualVolume, rejected }
}

export interface FailingEffort {
  /** Volume of the last wave over that of the one before on this side, and the same of the way that it came. */
  readonly effort: number
  readonly result: number
}

const waveAgeMax = 6

/**
 * Two waves of this side of which the later one took more volume and came less far: the side is tiring. Waves as in Weis,
 * *Trades About to Happen* (2013): volume summed from turn to turn of a zigzag.
 */
export function findFailingEffort(
  candles: readonly Candle[],
  turns: readonly Swing[],
  side: Side,
): FailingEffort | null {
  const kind = side === 1 ? 'high' : 'low'
  // The way back from its top must have begun: only then is a wave whole.
  if (turns.at(-2)?.kind !== kind) return null
  const [start, top, between, end] = turns.slice(-5, -1)
  if (!start || !top || !between || !end) return null
  if (candles.length - 1 - end.index > waveAgeMax) return null
  const before = side * (top.price - start.price)
  const after = side * (end.price - between.price)
  const effort =
    volumeBetween(candles, between.index, end.index) /
    volumeBetween(candles, start.index, top.index)
  const result = after / before
  return effort >= 1.1 && result <= 0.8 && Number.isFinite(effort) ? { effort, result } : null
}

/** Without the candle that it begins in: its volume is the other wave's too. */
function volumeBetween(candles: readonly Candle[], from: number, to: number): number {
  let volume = 0
  for (let index = from + 1; index <= to; index += 1) volume += candles[index]?.volume ?? 0
  return volume
}
