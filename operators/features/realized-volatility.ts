import type { FeatureName, Indicator } from './indicator.ts'
import { logRatio } from './log-ratio.ts'
import { populationDeviation } from './population-deviation.ts'
import { createWindow, push, type RollingWindow } from './rolling-window.ts'

export interface RealizedVolatilityState {
  started: boolean
  previousClose: number
  readonly returns: RollingWindow
}

/**
 * Realised (historical) volatility: the sample standard deviation, over n − 1, of `period` log returns of
 * the close; a fraction per candle, not annualised (Hull, Options, Futures and Other Derivatives).
 */
export function realizedVolatility(
  name: FeatureName,
  period: number,
): Indicator<RealizedVolatilityState> {
  const sampleFactor = Math.sqrt(period / (period - 1))
  return {
    names: [name],
    warmUp: period + 1,
    create: () => ({ started: false, previousClose: 0, returns: createWindow(period) }),
    update(state, candle, out, at) {
      out[at] = Number.NaN
      const before = state.previousClose
      state.previousClose = candle.close
      if (!state.started) {
        state.started = true
        return
      }
      const change = logRatio(candle.close, before)
      if (!push(state.returns, change)) return
      out[at] = sampleFactor * populationDeviation(state.returns, change)
    },
  }
}
