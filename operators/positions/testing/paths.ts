import type { ExitSettings } from '../exits/catalogue.ts'
import { type FollowConfig, type FollowedCandle, followCandle, followTrade } from '../follow.ts'
import { costDefaults, roundTripPct, type Side } from '../levels.ts'
import { type FollowStep, openPosition, type Position } from '../position.ts'

export const minute = 60_000
export const hour = 60 * minute
const entryMs = 4_500

/** Open high low close. */
export type Bar = readonly [open: number, high: number, low: number, close: number]

/** No tolerance, so that levels are hit where they stand. */
export function exact(exits: ExitSettings): FollowConfig {
  return { exits, tolerance: 0, costsPct: roundTripPct(costDefaults.perpetual) }
}

/** Risks 5 and wins 10 from an entry at 100: 1 R is 5. SHORT is LONG in the mirror. */
export function entered(side: Side, config: FollowConfig): Position {
  const levels =
    side === 'LONG' ? { takeProfit: 110, stopLoss: 95 } : { takeProfit: 90, stopLoss: 105 }
  const waiting = openPosition({ id: side, side, ...levels, entryAfterMs: 4_000 }, 0)
  return followTrade(waiting, { price: 100, timeMs: entryMs }, config).position
}

export function mirrored(side: Side, price: number): number {
  return side === 'LONG' ? price : 200 - price
}

export function barAt(minutes: number, side: Side, [open, high, low, close]: Bar): FollowedCandle {
  const of = (price: number): number => mirrored(side, price)
  const [top, bottom] = side === 'LONG' ? [high, low] : [of(low), of(high)]
  return {
    openMs: minutes * minute,
    closeMs: (minutes + 1) * minute,
    open: of(open),
    high: top,
    low: bottom,
    close: of(close),
  }
}

/** The steps of an entered position along a path, up to its exit; paths are written for LONG. */
export function stepsAlong(
  side: Side,
  path: readonly (number | Bar)[],
  config: FollowConfig,
): readonly FollowStep[] {
  const steps: FollowStep[] = []
  let position = entered(side, config)
  for (const [at, point] of path.entries()) {
    const step =
      typeof point === 'number'
        ? followTrade(position, { price: mirrored(side, point), timeMs: (at + 1) * minute }, config)
        : followCandle(position, barAt(at + 1, side, point), config)
    steps.push(step)
    position = step.position
    if (step.exit !== null) break
  }
  return steps
}

/** What was closed at which price, as LONG would have it: the parts, then the end. */
export function fillsAlong(
  side: Side,
  path: readonly (number | Bar)[],
  config: FollowConfig,
): readonly (readonly [reason: string, price: number])[] {
  const last = stepsAlong(side, path, config).at(-1)
  if (last === undefined) return []
  const fills = [...last.position.parts, ...(last.exit === null ? [] : [last.exit])]
  return fills.map(({ reason, price }) => [reason, round(mirrored(side, price))])
}

/** Where the stop stands, and why, after a path. */
export function stopAfter(
  side: Side,
  path: readonly (number | Bar)[],
  config: FollowConfig,
): readonly [reason: string, price: number] {
  const { stop } = stepsAlong(side, path, config).at(-1)?.position ?? entered(side, config)
  return [stop.reason, round(mirrored(side, stop.price))]
}

/** The mirror costs the last bits. */
function round(price: number): number {
  return Math.round(price * 1e9) / 1e9
}
