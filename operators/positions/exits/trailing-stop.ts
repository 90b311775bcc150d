import { sideSign } from '../levels.ts'
import type { Stop } from '../position.ts'
import { isAtOrBelow } from '../price-order.ts'
import { type OpenPosition, priceAtR } from './initial-risk.ts'

export interface TrailingStop {
  /** `exits.trailing_stop.activateAtR`: from this profit on, R (multiples of the initial risk). */
  readonly activateAtR: number
  /** `exits.trailing_stop.distanceR`: how far behind the best price, R. */
  readonly distanceR: number
}

export const trailingStopDefaults: TrailingStop = { activateAtR: 1, distanceR: 1 }

/** Once the best price has won `activateAtR`, the stop stands `distanceR` behind it. */
export function trailingStop(open: OpenPosition, policy: TrailingStop): Stop | null {
  const { side, best, risk } = open
  if (!isAtOrBelow(side, priceAtR(open, policy.activateAtR), best)) return null
  return { price: best - sideSign(side) * policy.distanceR * risk, reason: 'trailing_stop' }
}
