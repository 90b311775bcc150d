import type { Candle } from '../../schemas/contracts.generated.ts'
import type { Timeframe } from '../timeframe.ts'
import type { HeadInput } from './head.ts'
import { carrySwings, findSwings, type Swing } from './swings.ts'
import { findZigzag } from './zigzag.ts'

/** Candles on each side that a swing must stand out from. */
export const swingReach = 3

/** The swings of one timeframe's candles as they were when they were last asked for. */
interface WindowSwings {
  readonly newest: Candle
  readonly length: number
  readonly swings: readonly Swing[]
}

/**
 * By the array of candles, to which the newest is added and from which the oldest is taken. Most scans find the longer
 * timeframes as they were, and 15m with one candle more: looking through all their candles again took a tenth of a scan.
 * Nothing is known here that `findSwings` would not find.
 */
const windows = new WeakMap<readonly Candle[], WindowSwings>()

/** The swings of a timeframe, oldest first, found once for all heads that ask. */
export function swingsOf(input: HeadInput, timeframe: Timeframe): readonly Swing[] {
  const candles = input.candles[timeframe]
  const newest = candles?.at(-1)
  if (candles === undefined || newest === undefined) return []
  const known = windows.get(candles)
  const { length } = candles
  if (known !== undefined && known.newest === newest && known.length === length) return known.swings
  // As many were taken from the front as one more would have made too many.
  const gone = (known?.length ?? 0) + 1 - length
  const follows = candles[length - 2] === known?.newest && (gone === 0 || gone === 1)
  const swings =
    known !== undefined && follows
      ? carrySwings(candles, swingReach, known.swings, gone)
      : findSwings(candles, swingReach)
  windows.set(candles, { newest, length, swings })
  return swings
}

interface Reading {
  readonly input: HeadInput
  readonly turns: { readonly size: number; readonly found: readonly Swing[] }[]
}

/** Of the input read last: the heads look at one input in turn, and its candles never change. */
let latest: Reading | null = null

function readingOf(input: HeadInput): Reading {
  if (latest === null || latest.input !== input) latest = { input, turns: [] }
  return latest
}

/** The zigzag of the trigger timeframe whose turns are so many ATR apart, found once for all heads that ask. Empty without an ATR. */
export function turnsOf(input: HeadInput, size: number): readonly Swing[] {
  const { turns } = readingOf(input)
  for (const known of turns) if (known.size === size) return known.found
  const atr = input.features[input.trigger]?.atr_14 ?? null
  const found = atr === null ? [] : findZigzag(input.candles[input.trigger] ?? [], size * atr)
  turns.push({ size, found })
  return found
}
