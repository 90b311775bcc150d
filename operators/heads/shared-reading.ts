import type { Timeframe } from '../timeframe.ts'
import type { HeadInput } from './head.ts'
import { findSwings, type Swing } from './swings.ts'
import { findZigzag } from './zigzag.ts'

/** Candles on each side that a swing must stand out from. */
export const swingReach = 3

interface Reading {
  readonly input: HeadInput
  readonly swings: { [timeframe in Timeframe]?: readonly Swing[] }
  readonly turns: { readonly size: number; readonly found: readonly Swing[] }[]
}

/**
 * Of the input read last: the heads look at one input in turn, and its candles never change. A map that lets go of inputs
 * would cost more than it saves.
 */
let latest: Reading | null = null

function readingOf(input: HeadInput): Reading {
  if (latest === null || latest.input !== input) latest = { input, swings: {}, turns: [] }
  return latest
}

/** The swings of a timeframe, oldest first, found once for all heads that ask. */
export function swingsOf(input: HeadInput, timeframe: Timeframe): readonly Swing[] {
  const { swings } = readingOf(input)
  let found = swings[timeframe]
  if (found === undefined) {
    found = findSwings(input.candles[timeframe] ?? [], swingReach)
    swings[timeframe] = found
  }
  return found
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
