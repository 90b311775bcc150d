import type { Candle } from '../../schemas/contracts.generated.ts'
import { advanceExponential, exponentialSize } from './exponential-average.ts'
import type { Indicator } from './indicator.ts'

/** What the force keeps, by place. */
const place = {
  price: 0,
  range: 1,
  /** 1 where the price rose, −1 where it did not. */
  trend: 2,
  /** The ranges of this trend, that of the candle before its turn included. */
  trendRange: 3,
} as const
const forceSize = 4

/**
 * Klinger volume oscillator: the fast exponential average of the volume force minus the slow one, in 100
 * times volume. The force is volume · trend · 100 · |2 (range / range of the trend − 1)|; the trend is up
 * where high + low + close rose; an equal sum counts as down. As Stock.Indicators, which puts the −1 inside
 * the brackets; Klinger's |2 range / trend range − 1| differs. Both lines begin where the signal does.
 * `fastPeriod` is the shorter.
 */
export function kvo(fastPeriod: number, slowPeriod: number, signalPeriod: number): Indicator {
  return {
    names: ['kvo', 'kvo_signal'],
    warmUp: slowPeriod + signalPeriod + 1,
    size: forceSize + 3 * exponentialSize,
    update(state, from, candle, { count }, out, at) {
      out[at] = Number.NaN
      out[at + 1] = Number.NaN
      const force = advanceForce(state, from, candle, count)
      if (Number.isNaN(force)) return
      const fastAt = from + forceSize
      const slowAt = fastAt + exponentialSize
      const fast = advanceExponential(state, fastAt, fastPeriod, force)
      const slow = advanceExponential(state, slowAt, slowPeriod, force)
      if (Number.isNaN(slow)) return
      const line = fast - slow
      const signal = advanceExponential(state, slowAt + exponentialSize, signalPeriod, line)
      if (Number.isNaN(signal)) return
      out[at] = line
      out[at + 1] = signal
    },
  }
}

/** NaN for the first two candles. */
function advanceForce(
  state: Float64Array,
  from: number,
  { high, low, close, volume }: Candle,
  count: number,
): number {
  const price = high + low + close
  const range = high - low
  const trend = price > (state[from + place.price] as number) ? 1 : -1
  const turned = trend !== state[from + place.trend]
  const earlier = turned ? state[from + place.range] : state[from + place.trendRange]
  const trendRange = (earlier as number) + range
  state[from + place.price] = price
  state[from + place.range] = range
  state[from + place.trend] = trend
  if (count <= 2) return Number.NaN
  state[from + place.trendRange] = trendRange
  // Also where both are 0.
  if (range === trendRange) return 0
  return volume * trend * 100 * Math.abs(2 * (range / trendRange - 1))
}
