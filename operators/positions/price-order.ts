import type { Side } from './levels.ts'

/** The price worse for the side: the lower one for LONG. */
export function worse(side: Side, a: number, b: number): number {
  return side === 'LONG' ? Math.min(a, b) : Math.max(a, b)
}

export function better(side: Side, a: number, b: number): number {
  return side === 'LONG' ? Math.max(a, b) : Math.min(a, b)
}

/** Equal to the level, or worse for the side. */
export function isAtOrBelow(side: Side, price: number, level: number): boolean {
  return worse(side, price, level) === price
}
