import type { Candle } from '../../../schemas/contracts.generated.ts'
import { bodyOf, closedBelow, closeOf, highOf, lowOf, type Side } from '../oriented.ts'
import type { Swing } from '../swings.ts'

export interface TurnedBlock {
  /** A breaker had its stops raided first: the low behind it is below the one before. A mitigation block had not. */
  readonly kind: 'breaker' | 'mitigation block'
  /** Oriented prices. */
  readonly low: number
  readonly high: number
  /** Candles since the block, and since it was broken. */
  readonly age: number
  readonly brokenAge: number
}

const brokenAgeMax = 24
/** Least fall from the block, in ATR, and candles before the swing among which it may be. */
const fallMin = 2
const searchBack = 3

/**
 * The last rising candle at a swing high from which price fell, once a close has gone above that high: sellers there are
 * wrong now, and price that comes back may turn up from it. The newest, while no close since fell below it.
 */
export function findTurnedBlock(
  candles: readonly Candle[],
  swings: readonly Swing[],
  side: Side,
  atr: number,
): TurnedBlock | null {
  const kind = side === 1 ? 'high' : 'low'
  let best: TurnedBlock | null = null
  for (let at = swings.length - 1; at >= 0; at -= 1) {
    const swing = swings[at]
    if (swing === undefined || swing.kind !== kind) continue
    if (swing.index < candles.length - 3 * brokenAgeMax) break
    const before = swingBefore(swings, at, side)
    if (before === null) break
    const block = blockAt(candles, swing, before, side, atr)
    if (block !== null && (best === null || block.brokenAge < best.brokenAge)) best = block
  }
  return best
}

/** The last swing low before this high, oriented; one candle may be both. */
function swingBefore(swings: readonly Swing[], at: number, side: Side): number | null {
  const kind = side === 1 ? 'low' : 'high'
  const until = swings[at]?.index ?? 0
  for (let index = at - 1; index >= 0; index -= 1) {
    const swing = swings[index]
    if (swing === undefined || swing.kind !== kind || swing.index >= until) continue
    return side * swing.price
  }
  return null
}

function blockAt(
  candles: readonly Candle[],
  swing: Swing,
  lowBefore: number,
  side: Side,
  atr: number,
): TurnedBlock | null {
  const newest = candles.length - 1
  const top = side * swing.price
  let lowest = Number.POSITIVE_INFINITY
  let broken = swing.index + 1
  for (; broken <= newest; broken += 1) {
    const candle = candles[broken]
    if (candle === undefined || closeOf(candle, side) > top) break
    lowest = Math.min(lowest, lowOf(candle, side))
  }
  if (broken > newest || newest - broken > brokenAgeMax || top - lowest < fallMin * atr) return null
  for (let index = swing.index; index >= Math.max(0, swing.index - searchBack); index -= 1) {
    const candle = candles[index]
    if (candle === undefined || bodyOf(candle, side) <= 0) continue
    const low = lowOf(candle, side)
    if (closedBelow(candles, broken, low, side)) return null
    return {
      kind: lowest < lowBefore ? 'breaker' : 'mitigation block',
      low,
      high: highOf(candle, side),
      age: newest - index,
      brokenAge: newest - broken,
    }
  }
  return null
}
