import type { FeatureVector } from '../../schemas/contracts.generated.ts'
import type { FeatureValues } from './indicator.ts'

/**
 * All slots null, in the order of the schema. Spelled out, because an object of this many fields that is
 * filled by computed names becomes a hash table, and every write to it several times slower.
 */
export function createFeatureValues(): FeatureValues {
  return {
    sma_20: null,
    sma_50: null,
    sma_200: null,
    ema_9: null,
    ema_21: null,
    ema_50: null,
    ema_200: null,
    rsi_14: null,
    stochastic_k: null,
    stochastic_d: null,
    williams_r_14: null,
    cci_20: null,
    roc_12: null,
    macd: null,
    macd_signal: null,
    macd_histogram: null,
    adx_14: null,
    plus_di_14: null,
    minus_di_14: null,
    atr_14: null,
    natr_14: null,
    bollinger_upper: null,
    bollinger_middle: null,
    bollinger_lower: null,
    stddev_20: null,
    obv: null,
    mfi_14: null,
    vwap: null,
    relative_volume_20: null,
    taker_buy_ratio_20: null,
  }
}

/** A vector of a candle with every feature null, in the schema's order; filled in place, then emitted. */
export function createFeatureVector(
  about: Pick<
    FeatureVector,
    'symbol' | 'timeframe' | 'open_time' | 'close_time' | 'candle_revision' | 'close'
  >,
): FeatureVector & FeatureValues {
  return {
    symbol: about.symbol,
    timeframe: about.timeframe,
    open_time: about.open_time,
    close_time: about.close_time,
    candle_revision: about.candle_revision,
    close: about.close,
    sma_20: null,
    sma_50: null,
    sma_200: null,
    ema_9: null,
    ema_21: null,
    ema_50: null,
    ema_200: null,
    rsi_14: null,
    stochastic_k: null,
    stochastic_d: null,
    williams_r_14: null,
    cci_20: null,
    roc_12: null,
    macd: null,
    macd_signal: null,
    macd_histogram: null,
    adx_14: null,
    plus_di_14: null,
    minus_di_14: null,
    atr_14: null,
    natr_14: null,
    bollinger_upper: null,
    bollinger_middle: null,
    bollinger_lower: null,
    stddev_20: null,
    obv: null,
    mfi_14: null,
    vwap: null,
    relative_volume_20: null,
    taker_buy_ratio_20: null,
  }
}
