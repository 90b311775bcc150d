import { around, inAtr, inRanges, type Measure, overLine } from './measure.ts'

/** Where price stands to its averages and lines, and which way these go. */
export const trendMeasures: readonly Measure[] = [
  overLine('SMA 20', 'sma_20', 3),
  overLine('SMA 50', 'sma_50', 4.5),
  overLine('SMA 200', 'sma_200', 8),
  {
    name: 'EMA 9 over EMA 50',
    needs: ['ema_9', 'ema_50'],
    score: ({ ema_9, ema_50 }, { atr }) => (ema_9 - ema_50) / (4 * atr),
  },
  overLine('EMA 21', 'ema_21', 3),
  overLine('EMA 200', 'ema_200', 8),
  overLine('WMA 20', 'wma_20', 2.5),
  overLine('HMA 20', 'hma_20', 1.5),
  overLine('DEMA 20', 'dema_20', 2),
  overLine('TEMA 20', 'tema_20', 1.5),
  overLine('KAMA 10', 'kama_10', 3),
  overLine('T3', 't3_5', 2),
  overLine('ALMA 9', 'alma_9', 1.5),
  overLine('VWMA 20', 'vwma_20', 3),
  overLine('VWAP', 'vwap', 4),
  overLine('parabolic SAR', 'psar', 3),
  {
    name: 'SuperTrend',
    needs: ['supertrend_direction'],
    score: ({ supertrend_direction }) => 0.6 * supertrend_direction,
  },
  {
    name: 'Ichimoku lines',
    needs: ['ichimoku_tenkan', 'ichimoku_kijun'],
    score: ({ ichimoku_tenkan, ichimoku_kijun }, { atr }) =>
      (ichimoku_tenkan - ichimoku_kijun) / (2 * atr),
  },
  {
    name: 'Ichimoku cloud',
    needs: ['ichimoku_senkou_a', 'ichimoku_senkou_b'],
    // Inside the cloud there is no trend.
    score: ({ ichimoku_senkou_a: a, ichimoku_senkou_b: b }, { close, atr }) =>
      (close - Math.max(Math.min(close, Math.max(a, b)), Math.min(a, b))) / (3 * atr),
  },
  {
    name: 'DI with ADX',
    needs: ['adx_14', 'plus_di_14', 'minus_di_14'],
    score: ({ adx_14, plus_di_14, minus_di_14 }) => {
      const sum = plus_di_14 + minus_di_14
      if (sum === 0) return 0
      return ((plus_di_14 - minus_di_14) / sum) * 1.6 * Math.min(1, adx_14 / 30)
    },
  },
  {
    name: 'vortex',
    needs: ['vortex_plus_14', 'vortex_minus_14'],
    score: ({ vortex_plus_14, vortex_minus_14 }) => (vortex_plus_14 - vortex_minus_14) / 0.5,
  },
  around('Aroon', 'aroon_oscillator_25', 0, 100),
  inAtr('MACD line', 'macd', 1.5),
  inRanges('TRIX', 'trix_15', 0.15),
  inAtr('regression slope', 'linreg_slope_20', 0.2),
]
