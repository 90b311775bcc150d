import type { Edge } from '../scenarios/scenario.ts'
import type { ContextSample } from './context-samples.ts'
import type { MinuteCandles } from './minute-candles.ts'

/** Where a planted edge points, above zero for up: by closed minutes and samples alone, as a head would see them. */
export function edgeLean(
  { rule, lookbackMinutes }: Edge,
  candles: MinuteCandles,
  samples: readonly ContextSample[],
): number {
  if (rule === 'takers') return candles.takerBalance(lookbackMinutes)
  if (rule === 'crowd') {
    const last = samples.at(-1)
    return last === undefined ? 0 : last.shortAccounts - last.longAccounts
  }
  const rose = candles.closeBefore(1) - candles.closeBefore(1 + lookbackMinutes)
  return rule === 'momentum' ? rose : -rose
}
