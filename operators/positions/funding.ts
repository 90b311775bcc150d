import { type Side, sideSign } from './levels.ts'

export interface FundingPoint {
  readonly timeMs: number
  /** A rate, 0.0001 for 0.01 %; longs pay it when positive. */
  readonly rate: number
}

/**
 * Per cent of notional paid (positive) or received. A settlement counts when the position was
 * opened before it and not closed before it, so that no settlement counts in two positions that
 * follow each other.
 */
export function fundingPct(
  points: readonly FundingPoint[],
  side: Side,
  entryMs: number,
  exitMs: number,
): number {
  let rates = 0
  for (const { timeMs, rate } of points) {
    if (timeMs > entryMs && timeMs <= exitMs) rates += rate
  }
  return rates === 0 ? 0 : sideSign(side) * rates * 100
}
