import type { FeatureName, Indicator } from './indicator.ts'
import { sumOfNewest } from './newest-sum.ts'
import { createWindow, push, type RollingWindow } from './rolling-window.ts'
import { trueRange } from './true-range.ts'

export interface UltimateOscillatorState {
  started: boolean
  previousClose: number
  readonly pressure: RollingWindow
  readonly range: RollingWindow
}

/**
 * Ultimate oscillator (Larry Williams): the share of the buying pressure (close above the true low) in
 * the true range over three periods, weighed 4, 2 and 1; 0 to 100. A period without range counts as 0,
 * as in TA-Lib's ULTOSC. The longest period is the last.
 */
export function ultimateOscillator(
  name: FeatureName,
  shortPeriod: number,
  middlePeriod: number,
  longPeriod: number,
): Indicator<UltimateOscillatorState> {
  return {
    names: [name],
    warmUp: longPeriod + 1,
    create: () => ({
      started: false,
      previousClose: 0,
      pressure: createWindow(longPeriod),
      range: createWindow(longPeriod),
    }),
    update(state, candle, out, at) {
      out[at] = Number.NaN
      const before = state.previousClose
      state.previousClose = candle.close
      if (!state.started) {
        state.started = true
        return
      }
      push(state.range, trueRange(candle, before))
      if (!push(state.pressure, candle.close - Math.min(candle.low, before))) return
      const weighed =
        4 * pressureShare(state, shortPeriod) +
        2 * pressureShare(state, middlePeriod) +
        pressureShare(state, longPeriod)
      out[at] = (100 * weighed) / 7
    },
  }
}

function pressureShare(state: UltimateOscillatorState, period: number): number {
  const range = sumOfNewest(state.range, period)
  return range === 0 ? 0 : sumOfNewest(state.pressure, period) / range
}
