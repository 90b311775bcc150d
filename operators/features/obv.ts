import type { FeatureName, Indicator } from './indicator.ts'

/** On-balance volume. It starts at the first candle's volume, so only its changes mean something. */
export function obv(name: FeatureName): Indicator {
  return {
    names: [name],
    warmUp: 1,
    size: 1,
    update(state, from, { close, volume }, { count, previousClose }, out, at) {
      let balance = state[from] as number
      if (count === 1 || close > previousClose) balance += volume
      else if (close < previousClose) balance -= volume
      state[from] = balance
      out[at] = balance
    },
  }
}
