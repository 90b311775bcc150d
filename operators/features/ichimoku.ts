import type { CandleHistory } from './candle-history.ts'
import type { Indicator } from './indicator.ts'
import { push, windowSize } from './rolling-window.ts'
import { extremeSize, highest, lowest } from './window-extreme.ts'

/** The extremes of one line. */
const lineSize = 2 * extremeSize

/**
 * Ichimoku Kinko Hyo (Hosoda), in price: the middle of the range of `tenkanPeriod` candles and of
 * `kijunPeriod`, and the two spans of the cloud that stand at this candle. Those were computed
 * `kijunPeriod` candles ago: the mean of both lines, and the middle of `senkouPeriod` candles. The chikou
 * is left out: it is the close, drawn into the past. Stock.Indicators' lines, but that all parts begin
 * together here, with span B; TA-Lib has none. `senkouPeriod` is the longest.
 */
export function ichimoku(
  tenkanPeriod: number,
  kijunPeriod: number,
  senkouPeriod: number,
): Indicator {
  const warmUp = senkouPeriod + kijunPeriod
  const spanSize = windowSize(kijunPeriod + 1)
  return {
    names: ['ichimoku_tenkan', 'ichimoku_kijun', 'ichimoku_senkou_a', 'ichimoku_senkou_b'],
    warmUp,
    size: 3 * lineSize + 2 * spanSize,
    update(state, from, _, history, out, at) {
      const tenkan = middle(state, from, history, tenkanPeriod)
      const kijun = middle(state, from + lineSize, history, kijunPeriod)
      const senkou = middle(state, from + 2 * lineSize, history, senkouPeriod)
      const spansA = from + 3 * lineSize
      const spansB = spansA + spanSize
      const endA = push(state, spansA, kijunPeriod + 1, (tenkan + kijun) / 2)
      const endB = push(state, spansB, kijunPeriod + 1, senkou)
      const known = history.count >= warmUp
      out[at] = known ? tenkan : Number.NaN
      out[at + 1] = known ? kijun : Number.NaN
      out[at + 2] = known ? (state[endA - 1 - kijunPeriod] as number) : Number.NaN
      out[at + 3] = known ? (state[endB - 1 - kijunPeriod] as number) : Number.NaN
    },
  }
}

/** Of the range of the newest `period` candles. */
function middle(
  state: Float64Array,
  from: number,
  { count, highs, lows }: CandleHistory,
  period: number,
): number {
  const high = highest(state, from, highs.values, highs.end, count, period)
  const low = lowest(state, from + extremeSize, lows.values, lows.end, count, period)
  return (high + low) / 2
}
