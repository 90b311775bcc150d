import type { FeatureName, Indicator } from './indicator.ts'
import { createWindow, oldest, push, type RollingWindow, sumOf } from './rolling-window.ts'

export interface KamaState {
  readonly closes: RollingWindow
  /** How far each close lies from the one before. */
  readonly changes: RollingWindow
  previousClose: number
  value: number
}

/**
 * Kaufman's adaptive moving average of closes, in price. It follows as an exponential average of
 * `fastPeriod` where the price goes straight over `period` candles, of `slowPeriod` where it only swings;
 * the close before the first value is its seed. On a flat price it takes the way for straight, as TA-Lib
 * does; Stock.Indicators then jumps to the close, and shows its seed as a value.
 */
export function kama(
  name: FeatureName,
  period: number,
  fastPeriod: number,
  slowPeriod: number,
): Indicator<KamaState> {
  const slow = 2 / (slowPeriod + 1)
  const reach = 2 / (fastPeriod + 1) - slow
  return {
    names: [name],
    warmUp: period + 1,
    create: () => ({
      closes: createWindow(period),
      changes: createWindow(period),
      previousClose: 0,
      value: 0,
    }),
    update(state, { close }, out, at) {
      out[at] = Number.NaN
      const started = state.closes.count > 0
      const direct = Math.abs(close - oldest(state.closes))
      const full = started && push(state.changes, Math.abs(close - state.previousClose))
      push(state.closes, close)
      state.previousClose = close
      if (!full) {
        state.value = close
        return
      }
      const way = sumOf(state.changes)
      // Straight is never longer than the way, but by rounding.
      const efficiency = way <= direct ? 1 : direct / way
      const weight = efficiency * reach + slow
      state.value += (close - state.value) * (weight * weight)
      out[at] = state.value
    },
  }
}
