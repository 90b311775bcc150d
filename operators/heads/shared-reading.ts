import type { Timeframe } from '../timeframe.ts'
import type { HeadInput } from './head.ts'
import { findSwings, type Swing } from './swings.ts'
import { findZigzag } from './zigzag.ts'

/** Candles on each side that a swing must stand out from. */
export const swingReach = 3

interface Reading {
  readonly swings: Map<Timeframe, readonly Swing[]>
  readonly turns: Map<number, readonly Swing[]>
}

/** By input, since several heads look at one input and its candles never change; it goes when the input goes. */
const readings = new WeakMap<HeadInput, Reading>()

function readingOf(input: HeadInput): Reading {
  let reading = readings.get(input)
  if (reading === undefined) {
    reading = { swings: new Map(), turns: new Map() }
    readings.set(input, reading)
  }
  return reading
}

/** The swings of a timeframe, oldest first, found once for all heads that ask. */
export function swingsOf(input: HeadInput, timeframe: Timeframe): readonly Swing[] {
  const { swings } = readingOf(input)
  let found = swings.get(timeframe)
  if (found === undefined) {
    found = findSwings(input.candles[timeframe] ?? [], swingReach)
    swings.set(timeframe, found)
  }
  return found
}

/** The zigzag of 15m whose turns are so many ATR apart, found once for all heads that ask. Empty without an ATR. */
export function turnsOf(input: HeadInput, size: number): readonly Swing[] {
  const { turns } = readingOf(input)
  let found = turns.get(size)
  if (found === undefined) {
    const atr = input.features['15m']?.atr_14 ?? null
    found = atr === null ? [] : findZigzag(input.candles['15m'] ?? [], size * atr)
    turns.set(size, found)
  }
  return found
}
