import type { FeatureName, Indicator } from './indicator.ts'
import { createWindow, push, type RollingWindow } from './rolling-window.ts'

/**
 * Ulcer index (Martin): the root mean square of how far each of `period` closes lies below the highest
 * before it, per cent. The highest is of the same window, as in Stock.Indicators; Martin's looks `period`
 * back from each close.
 */
export function ulcerIndex(name: FeatureName, period: number): Indicator<RollingWindow> {
  return {
    names: [name],
    warmUp: period,
    create: () => createWindow(period),
    update(window, candle, out, at) {
      const full = push(window, candle.close)
      out[at] = full ? 100 * Math.sqrt(squaredDrawdowns(window) / period) : Number.NaN
    },
  }
}

/** Of a full window, oldest first. */
function squaredDrawdowns({ values, next }: RollingWindow): number {
  let highest = 0
  let squares = 0
  let at = next
  for (let i = 0; i < values.length; i += 1) {
    const close = values[at] ?? 0
    if (close > highest) highest = close
    else if (close < highest) {
      const drawdown = (highest - close) / highest
      squares += drawdown * drawdown
    }
    at = at + 1 === values.length ? 0 : at + 1
  }
  return squares
}
