import type { Candle } from '../../../schemas/contracts.generated.ts'
import { closeOf, lowOf, openOf, type Side } from '../oriented.ts'
import { newYorkHour } from './new-york-time.ts'
import { killZoneOf } from './session.ts'

export interface JudasSwing {
  readonly session: string
  /** How far the false move went, and how far price stands beyond the session's open now, in ATR. */
  readonly depth: number
  readonly reclaimed: number
  /** Of its furthest candle. */
  readonly age: number
}

const depthMin = 0.8
const reclaimedMin = 0.25
/** The first hour of a session, and the two hours before it, whose lows the false move takes. */
const hourMs = 3_600_000
const falseHours = 1
const hoursBefore = 2

/**
 * A fall of this side in the first hour of the session that is running, below the lows of the hours before, and taken back
 * since: price closes above the session's open now, and fell no further after that hour.
 */
export function findJudasSwing(
  candles: readonly Candle[],
  side: Side,
  atr: number,
  candleMs: number,
): JudasSwing | null {
  const newest = candles.length - 1
  const last = candles[newest]
  if (last === undefined) return null
  const session = killZoneOf(last.open_time)
  if (session === null) return null
  const hours = newYorkHour(last.open_time) - session.from
  const openMs = last.open_time - hours * hourMs
  const opening = newest - Math.round((last.open_time - openMs) / candleMs)
  const first = candles[opening]
  // Where candles are missing the count leads elsewhere.
  if (first === undefined || first.open_time !== openMs) return null
  const open = openOf(first, side)
  let lowest = opening
  let low = lowOf(first, side)
  for (let index = opening + 1; index <= newest; index += 1) {
    const candle = candles[index]
    if (candle === undefined || lowOf(candle, side) >= low) continue
    low = lowOf(candle, side)
    lowest = index
  }
  for (
    let index = Math.max(0, opening - Math.round((hoursBefore * hourMs) / candleMs));
    index < opening;
    index += 1
  ) {
    const candle = candles[index]
    if (candle !== undefined && lowOf(candle, side) <= low) return null
  }
  const depth = (open - low) / atr
  const reclaimed = (closeOf(last, side) - open) / atr
  if (
    (lowest - opening) * candleMs >= falseHours * hourMs ||
    depth < depthMin ||
    reclaimed < reclaimedMin
  )
    return null
  return { session: session.name, depth, reclaimed, age: newest - lowest }
}
