import type { FeatureVector } from '../../schemas/contracts.generated.ts'
import { featureCount } from './catalogue.ts'

/**
 * The vector of a candle from what the indicators wrote, in the catalogue's order. Spelled out, because an
 * object of this many fields that is filled by computed names becomes a hash table.
 */
export function featureVector(
  about: Pick<
    FeatureVector,
    'symbol' | 'timeframe' | 'open_time' | 'close_time' | 'candle_revision' | 'close'
  >,
  values: Float64Array,
): FeatureVector {
  return {
    symbol: about.symbol,
    timeframe: about.timeframe,
    open_time: about.open_time,
    close_time: about.close_time,
    candle_revision: about.candle_revision,
    close: about.close,
    sma_20: known(values[0]),
    sma_50: known(values[1]),
    sma_200: known(values[2]),
    ema_9: known(values[3]),
    ema_21: known(values[4]),
    ema_50: known(values[5]),
    ema_200: known(values[6]),
    rsi_14: known(values[7]),
    stochastic_k: known(values[8]),
    stochastic_d: known(values[9]),
    williams_r_14: known(values[10]),
    cci_20: known(values[11]),
    roc_12: known(values[12]),
    macd: known(values[13]),
    macd_signal: known(values[14]),
    macd_histogram: known(values[15]),
    adx_14: known(values[16]),
    plus_di_14: known(values[17]),
    minus_di_14: known(values[18]),
    atr_14: known(values[19]),
    natr_14: known(values[20]),
    bollinger_upper: known(values[21]),
    bollinger_middle: known(values[22]),
    bollinger_lower: known(values[23]),
    stddev_20: known(values[24]),
    obv: known(values[25]),
    mfi_14: known(values[26]),
    vwap: known(values[27]),
    relative_volume_20: known(values[28]),
    taker_buy_ratio_20: known(values[29]),
    wma_20: known(values[30]),
    hma_20: known(values[31]),
    dema_20: known(values[32]),
    tema_20: known(values[33]),
    kama_10: known(values[34]),
    t3_5: known(values[35]),
    alma_9: known(values[36]),
    vwma_20: known(values[37]),
    supertrend: known(values[38]),
    supertrend_direction: known(values[39]),
    psar: known(values[40]),
    ichimoku_tenkan: known(values[41]),
    ichimoku_kijun: known(values[42]),
    ichimoku_senkou_a: known(values[43]),
    ichimoku_senkou_b: known(values[44]),
    aroon_up_25: known(values[45]),
    aroon_down_25: known(values[46]),
    aroon_oscillator_25: known(values[47]),
    vortex_plus_14: known(values[48]),
    vortex_minus_14: known(values[49]),
    choppiness_14: known(values[50]),
    trix_15: known(values[51]),
    dpo_20: known(values[52]),
    linreg_slope_20: known(values[53]),
    stoch_rsi_k: known(values[54]),
    stoch_rsi_d: known(values[55]),
    mom_10: known(values[56]),
    ppo: known(values[57]),
    tsi: known(values[58]),
    tsi_signal: known(values[59]),
    ultimate_oscillator: known(values[60]),
    awesome_oscillator: known(values[61]),
    cmo_14: known(values[62]),
    connors_rsi: known(values[63]),
    fisher_10: known(values[64]),
    fisher_trigger_10: known(values[65]),
    schaff_trend_cycle: known(values[66]),
    bop_14: known(values[67]),
    true_range: known(values[68]),
    keltner_upper: known(values[69]),
    keltner_middle: known(values[70]),
    keltner_lower: known(values[71]),
    donchian_upper: known(values[72]),
    donchian_middle: known(values[73]),
    donchian_lower: known(values[74]),
    ulcer_14: known(values[75]),
    chandelier_long: known(values[76]),
    chandelier_short: known(values[77]),
    realized_volatility_20: known(values[78]),
    garman_klass_20: known(values[79]),
    parkinson_20: known(values[80]),
    ad_line: known(values[81]),
    chaikin_oscillator: known(values[82]),
    cmf_20: known(values[83]),
    force_13: known(values[84]),
    pvo: known(values[85]),
    pvo_signal: known(values[86]),
    pvo_histogram: known(values[87]),
    kvo: known(values[88]),
    kvo_signal: known(values[89]),
    cvd: known(values[90]),
    hurst_100: known(values[91]),
  }
}

function known(value: number | undefined): number | null {
  return value === undefined || Number.isNaN(value) ? null : value
}

/*
 * V8 learns field by field what a field may hold, and throws the compiled function away each time it is surprised:
 * some ninety times here, whenever a value is a whole number for the first time. So it sees that at once.
 */
const anyCandle = {
  symbol: '',
  timeframe: '',
  open_time: 0,
  close_time: 0,
  candle_revision: 0,
  close: 0,
}
for (const value of [0, Number.NaN, 0.5])
  featureVector(anyCandle, new Float64Array(featureCount).fill(value))
