import { closePosition, type FollowStep, held, type Position } from '../position.ts'
import { isAtOrBelow } from '../price-order.ts'
import { openPositionOf, priceAtR } from './initial-risk.ts'

export interface TimeExit {
  /** `exits.time_exit.afterHours`: after the entry. */
  readonly afterHours: number
  /**
   * `exits.time_exit.underR`: closes only what has won less than this by then, R (multiples of the
   * initial risk, negative for a loss); null: whatever it has won.
   */
  readonly underR: number | null
}

export const timeExitDefaults: TimeExit = { afterHours: 24, underR: null }

/** When a position that was entered then is looked at. */
export function reviewTimeMs(entryMs: number, { afterHours }: TimeExit): number {
  return entryMs + afterHours * 3_600_000
}

/**
 * Looks at a position once, at its own time however late it is noticed, and closes it at the last
 * price before; what has won enough by then goes on to its levels and its age.
 */
export function reviewPosition(position: Position, { underR }: TimeExit): FollowStep {
  const kept = held({ ...position, reviewAtMs: Number.POSITIVE_INFINITY })
  const open = openPositionOf(position)
  if (underR !== null && open !== null) {
    const price = position.lastPrice ?? open.entryPrice
    if (isAtOrBelow(open.side, priceAtR(open, underR), price)) return kept
  }
  return closePosition(position, 'time_exit', position.reviewAtMs)
}
