import type { Side } from './levels.ts'

/** From here on a stop counts as hit: `tolerance`, a share of its price, before it. */
export function stopZone(side: Side, stop: number, tolerance: number): number {
  return stop * (side === 'LONG' ? 1 + tolerance : 1 - tolerance)
}

/** From here on a profit level counts as hit. */
export function profitZone(side: Side, level: number, tolerance: number): number {
  return level * (side === 'LONG' ? 1 - tolerance : 1 + tolerance)
}
