import type { Candle } from '../../schemas/contracts.generated.ts'
import type { Indicator } from './indicator.ts'
import { createExtreme, highest, lowest, type RollingExtreme } from './rolling-extreme.ts'
import { createWindow, oldest, push, type RollingWindow } from './rolling-window.ts'

interface Range {
  readonly highs: RollingExtreme
  readonly lows: RollingExtreme
}

export interface IchimokuState {
  count: number
  readonly tenkan: Range
  readonly kijun: Range
  readonly senkou: Range
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
      tenkan: createRange(tenkanPeriod),
      kijun: createRange(kijunPeriod),
      senkou: createRange(senkouPeriod),
      spansA: createWindow(kijunPeriod),
      spansB: createWindow(kijunPeriod),
    }),
    update(state, candle, out) {
      out.ichimoku_tenkan = null
      out.ichimoku_kijun = null
      out.ichimoku_senkou_a = null
      out.ichimoku_senkou_b = null
      const tenkan = middle(state.tenkan, candle)
      const kijun = middle(state.kijun, candle)
      const spanA = oldest(state.spansA)
      const spanB = oldest(state.spansB)
      push(state.spansA, (tenkan + kijun) / 2)
      push(state.spansB, middle(state.senkou, candle))
      if (state.count < warmUp) state.count += 1
      if (state.count < warmUp) return
      out.ichimoku_tenkan = tenkan
      out.ichimoku_kijun = kijun
      out.ichimoku_senkou_a = spanA
      out.ichimoku_senkou_b = spanB
    },
  }
}

function createRange(length: number): Range {
  return { highs: createExtreme(length), lows: createExtreme(length) }
}

function middle(range: Range, candle: Candle): number {
  return (highest(range.highs, candle.high) + lowest(range.lows, candle.low)) / 2
}
