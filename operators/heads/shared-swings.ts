import type { Timeframe } from '../timeframe.ts'
import type { HeadInput } from './head.ts'
import { findSwings, type Swing } from './swings.ts'

/** Candles on each side that a swing must stand out from. */
export const swingReach = 3

/** By input, since several heads look at one input and its candles never change; it goes when the input goes. */
const read = new WeakMap<HeadInput, { [timeframe in Timeframe]?: readonly Swing[] }>()

/** The swings of a timeframe, oldest first, found once for all heads that ask. */
export function swingsOf(input: HeadInput, timeframe: Timeframe): readonly Swing[] {
  let known = read.get(input)
  if (known === undefined) {
    known = {}
    read.set(input, known)
  }
  let swings = known[timeframe]
  if (swings === undefined) {
    swings = findSwings(input.candles[timeframe] ?? [], swingReach)
    known[timeframe] = swings
  }
  return swings
}
