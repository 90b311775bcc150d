import type { FeatureName, FeatureValues } from '../../features/indicator.ts'

/** How each feature turns when its chart is turned upside down around a price. Those not named stay as they are. */
const levels: readonly FeatureName[] = [
  'sma_20',
  'sma_50',
  'sma_200',
  'ema_9',
  'ema_21',
  'ema_50',
  'ema_200',
  'bollinger_middle',
  'vwap',
  'wma_20',
  'hma_20',
  'dema_20',
  'tema_20',
  'kama_10',
  't3_5',
  'alma_9',
  'vwma_20',
  'supertrend',
  'psar',
  'ichimoku_tenkan',
  'ichimoku_kijun',
  'ichimoku_senkou_a',
  'ichimoku_senkou_b',
  'keltner_middle',
  'donchian_middle',
]
const signs: readonly FeatureName[] = [
  'cci_20',
  'roc_12',
  'macd',
  'macd_signal',
  'macd_histogram',
  'obv',
  'supertrend_direction',
  'aroon_oscillator_25',
  'trix_15',
  'dpo_20',
  'linreg_slope_20',
  'mom_10',
  'ppo',
  'tsi',
  'tsi_signal',
  'awesome_oscillator',
  'cmo_14',
  'fisher_10',
  'fisher_trigger_10',
  'bop_14',
  'ad_line',
  'chaikin_oscillator',
  'cmf_20',
  'force_13',
  'kvo',
  'kvo_signal',
  'cvd',
]
/** What a value and the one upside down add up to. */
const sums: readonly (readonly [FeatureName, number])[] = [
  ['rsi_14', 100],
  ['stochastic_k', 100],
  ['stochastic_d', 100],
  ['williams_r_14', -100],
  ['mfi_14', 100],
  ['taker_buy_ratio_20', 1],
  ['stoch_rsi_k', 100],
  ['stoch_rsi_d', 100],
  ['ultimate_oscillator', 100],
  ['connors_rsi', 100],
  ['schaff_trend_cycle', 100],
]
const swapped: readonly (readonly [FeatureName, FeatureName])[] = [
  ['plus_di_14', 'minus_di_14'],
  ['vortex_plus_14', 'vortex_minus_14'],
  ['aroon_up_25', 'aroon_down_25'],
]
const swappedLevels: readonly (readonly [FeatureName, FeatureName])[] = [
  ['bollinger_upper', 'bollinger_lower'],
  ['keltner_upper', 'keltner_lower'],
  ['donchian_upper', 'donchian_lower'],
  ['chandelier_long', 'chandelier_short'],
]

/** The features of the same chart upside down around a price. */
export function turnedFeatures(features: FeatureValues, around: number): FeatureValues {
  const turned = { ...features }
  const lessOf = (sum: number, name: FeatureName) => {
    const value = features[name]
    return value === null ? null : sum - value
  }
  for (const name of levels) turned[name] = lessOf(2 * around, name)
  for (const name of signs) turned[name] = lessOf(0, name)
  for (const [name, sum] of sums) turned[name] = lessOf(sum, name)
  for (const [one, other] of swapped) {
    turned[one] = features[other]
    turned[other] = features[one]
  }
  for (const [one, other] of swappedLevels) {
    turned[one] = lessOf(2 * around, other)
    turned[other] = lessOf(2 * around, one)
  }
  return turned
}
