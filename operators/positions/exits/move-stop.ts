import type { Position, Stop } from '../position.ts'
import { better, isAtOrBelow } from '../price-order.ts'
import { breakEven } from './break-even.ts'
import type { ExitSettings } from './catalogue.ts'
import { openPositionOf } from './initial-risk.ts'
import { trailingStop } from './trailing-stop.ts'

export interface StopContext {
  readonly exits: ExitSettings
  /** Of both sides, per cent of notional. */
  readonly costsPct: number
  /** `price_tolerance` */
  readonly tolerance: number
}

/**
 * The position after a price, with the stop that is in force from the next price on: the most
 * protective of the present one and of what the policies propose. So their order does not matter,
 * and a stop never moves back.
 */
export function moveStop(position: Position, price: number, context: StopContext): Position {
  const { trailing_stop: trailing, break_even: even } = context.exits
  if (trailing === undefined && even === undefined) return position
  const { side } = position
  const best = better(side, position.best ?? position.entry?.price ?? price, price)
  const moved = { ...position, best }
  const open = openPositionOf(moved)
  if (open === null) return moved
  const proposals: readonly (Stop | null)[] = [
    even === undefined ? null : breakEven(open, even, context),
    trailing === undefined ? null : trailingStop(open, trailing),
  ]
  const stop = proposals.reduce<Stop>(
    (nearest, proposal) =>
      proposal === null || isAtOrBelow(side, proposal.price, nearest.price) ? nearest : proposal,
    position.stop,
  )
  return { ...moved, stop }
}
