import type { Indicator } from './indicator.ts'
import { createExtreme, highest, lowest, type RollingExtreme } from './rolling-extreme.ts'
import { createWindow, oldest, push, type RollingWindow } from './rolling-window.ts'

export interface IchimokuState {
  count: number
  /** Of the longest period: the extremes of a shorter one are among its candidates. */
  readonly highs: RollingExtreme
  readonly lows: RollingExtreme
  readonly spansA: RollingWindow
  readonly spansB: RollingWindow
}

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
): Indicator<IchimokuState> {
  const warmUp = senkouPeriod + kijunPeriod
  return {
    names: ['ichimoku_tenkan', 'ichimoku_kijun', 'ichimoku_senkou_a', 'ichimoku_senkou_b'],
    warmUp,
    create: () => ({
      count: 0,
      highs: createExtreme(senkouPeriod),
      lows: createExtreme(senkouPeriod),
      spansA: createWindow(kijunPeriod),
      spansB: createWindow(kijunPeriod),
    }),
    update(state, candle, out, at) {
      out[at] = Number.NaN
      out[at + 1] = Number.NaN
      out[at + 2] = Number.NaN
      out[at + 3] = Number.NaN
      const high = highest(state.highs, candle.high)
      const low = lowest(state.lows, candle.low)
      const tenkan = middle(state, tenkanPeriod)
      const kijun = middle(state, kijunPeriod)
      const spanA = oldest(state.spansA)
      const spanB = oldest(state.spansB)
      push(state.spansA, (tenkan + kijun) / 2)
      push(state.spansB, (high + low) / 2)
      if (state.count < warmUp) state.count += 1
      if (state.count < warmUp) return
      out[at] = tenkan
      out[at + 1] = kijun
      out[at + 2] = spanA
      out[at + 3] = spanB
    },
  }
}

/** Of the newest `length` candles. */
function middle({ highs, lows }: IchimokuState, length: number): number {
  // The queue of the lows holds negatives.
  return (greatest(highs, length) - greatest(lows, length)) / 2
}

/** The oldest candidate that is new enough: those behind it are less. */
function greatest({ values, bars, head, bar }: RollingExtreme, length: number): number {
  let place = head
  while ((bars[place] ?? bar) < bar - length) place = place + 1 === values.length ? 0 : place + 1
  return values[place] ?? 0
}
