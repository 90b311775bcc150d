import { sideSign } from '../levels.ts'
import type { Position } from '../position.ts'

/**
 * What the exit policies see of an open position. Their unit is R, the initial risk: the way from the
 * entry to the signal's own stop, so that 1 R is won where as much is won as was risked.
 */
export interface OpenPosition extends Pick<Position, 'side'> {
  readonly entryPrice: number
  /** One R, in price. */
  readonly risk: number
  /** The best price since the entry. */
  readonly best: number
}

/** Null before the entry, and where it was at its stop or beyond: it has no R, and its stop ends it. */
export function openPositionOf(position: Position): OpenPosition | null {
  const { side, entry, stopLoss, best } = position
  if (entry === null) return null
  const risk = sideSign(side) * (entry.price - stopLoss)
  return risk > 0 ? { side, entryPrice: entry.price, risk, best: best ?? entry.price } : null
}

/** The price at which so many R are won. */
export function priceAtR({ side, entryPrice, risk }: OpenPosition, r: number): number {
  return entryPrice + sideSign(side) * r * risk
}
