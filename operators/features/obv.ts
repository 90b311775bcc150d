import type { FeatureName, Indicator } from './indicator.ts'

export interface ObvState {
  started: boolean
  previousClose: number
  volume: number
}

/** On-balance volume. It starts at the first candle's volume, so only its changes mean something. */
export function obv(name: FeatureName): Indicator<ObvState> {
  return {
    names: [name],
    warmUp: 1,
    create: () => ({ started: false, previousClose: 0, volume: 0 }),
    update(state, candle, out, at) {
      if (!state.started || candle.close > state.previousClose) state.volume += candle.volume
      else if (candle.close < state.previousClose) state.volume -= candle.volume
      state.started = true
      state.previousClose = candle.close
      out[at] = state.volume
    },
  }
}
