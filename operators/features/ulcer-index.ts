import type { FeatureName, Indicator } from './indicator.ts'
import type { RecentValues } from './recent-values.ts'

/**
 * Ulcer index (Martin): the root mean square of how far each of `period` closes lies below the highest
 * before it, per cent. The highest is of the same window, as in Stock.Indicators; Martin's looks `period`
 * back from each close.
 */
export function ulcerIndex(name: FeatureName, period: number): Indicator {
  return {
    names: [name],
    warmUp: period,
    size: 0,
    update(_, __, ___, { count, closes }, out, at) {
      out[at] =
        count < period ? Number.NaN : 100 * Math.sqrt(squaredDrawdowns(closes, period) / period)
    },
  }
}

/** Of the newest values, oldest first. */
function squaredDrawdowns({ values, end }: RecentValues, period: number): number {
  let highest = 0
  let squares = 0
  for (let at = end - period; at < end; at += 1) {
    const close = values[at] as number
    if (close > highest) highest = close
    else if (close < highest) {
      const drawdown = (highest - close) / highest
      squares += drawdown * drawdown
    }
  }
  return squares
}
