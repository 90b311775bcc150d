import type { FeatureVector } from '../../schemas/contracts.generated.ts'

/** Which candle a vector is of. */
export type FeaturesOf = Pick<
  FeatureVector,
  'symbol' | 'timeframe' | 'open_time' | 'close_time' | 'candle_revision' | 'close' | 'rebuilt'
>

/**
 * A record of the topic `features`, its values side by side as numbers: some ninety values of their own would be as many objects for
 * each candle, and most of what the garbage collector has to look at. Spelled out, because reads by computed names are slow.
 */
export class Features implements FeatureVector {
  readonly symbol: string
  readonly timeframe: string
  readonly open_time: number
  readonly close_time: number
  readonly candle_revision: number
  readonly close: number
  readonly rebuilt: boolean
  /** In the catalogue's order; NaN where there is none. */
  private readonly values: readonly number[]

  /** Takes a copy of `values`, which are in the catalogue's order. */
  constructor(about: FeaturesOf, values: Float64Array) {
    this.symbol = about.symbol
    this.timeframe = about.timeframe
    this.open_time = about.open_time
    this.close_time = about.close_time
    this.candle_revision = about.candle_revision
    this.close = about.close
    this.rebuilt = about.rebuilt
    const copy = packed.slice()
    for (let at = 0; at < copy.length; at++) copy[at] = values[at] as number
    this.values = copy
  }

  private at(place: number): number | null {
    const value = this.values[place] as number
    return Number.isNaN(value) ? null : value
  }

  get sma_20(): number | null {
    return this.at(0)
  }
  get sma_50(): number | null {
    return this.at(1)
  }
  get sma_200(): number | null {
    return this.at(2)
  }
  get ema_9(): number | null {
    return this.at(3)
  }
  get ema_21(): number | null {
    return this.at(4)
  }
  get ema_50(): number | null {
    return this.at(5)
  }
  get ema_200(): number | null {
    return this.at(6)
  }
  get rsi_14(): number | null {
    return this.at(7)
  }
  get stochastic_k(): number | null {
    return this.at(8)
  }
  get stochastic_d(): number | null {
    return this.at(9)
  }
  get williams_r_14(): number | null {
    return this.at(10)
  }
  get cci_20(): number | null {
    return this.at(11)
  }
  get roc_12(): number | null {
    return this.at(12)
  }
  get macd(): number | null {
    return this.at(13)
  }
  get macd_signal(): number | null {
    return this.at(14)
  }
  get macd_histogram(): number | null {
    return this.at(15)
  }
  get adx_14(): number | null {
    return this.at(16)
  }
  get plus_di_14(): number | null {
    return this.at(17)
  }
  get minus_di_14(): number | null {
    return this.at(18)
  }
  get atr_14(): number | null {
    return this.at(19)
  }
  get natr_14(): number | null {
    return this.at(20)
  }
  get bollinger_upper(): number | null {
    return this.at(21)
  }
  get bollinger_middle(): number | null {
    return this.at(22)
  }
  get bollinger_lower(): number | null {
    return this.at(23)
  }
  get stddev_20(): number | null {
    return this.at(24)
  }
  get obv(): number | null {
    return this.at(25)
  }
  get mfi_14(): number | null {
    return this.at(26)
  }
  get vwap(): number | null {
    return this.at(27)
  }
  get relative_volume_20(): number | null {
    return this.at(28)
  }
  get taker_buy_ratio_20(): number | null {
    return this.at(29)
  }
  get wma_20(): number | null {
    return this.at(30)
  }
  get hma_20(): number | null {
    return this.at(31)
  }
  get dema_20(): number | null {
    return this.at(32)
  }
  get tema_20(): number | null {
    return this.at(33)
  }
  get kama_10(): number | null {
    return this.at(34)
  }
  get t3_5(): number | null {
    return this.at(35)
  }
  get alma_9(): number | null {
    return this.at(36)
  }
  get vwma_20(): number | null {
    return this.at(37)
  }
  get supertrend(): number | null {
    return this.at(38)
  }
  get supertrend_direction(): number | null {
    return this.at(39)
  }
  get psar(): number | null {
    return this.at(40)
  }
  get ichimoku_tenkan(): number | null {
    return this.at(41)
  }
  get ichimoku_kijun(): number | null {
    return this.at(42)
  }
  get ichimoku_senkou_a(): number | null {
    return this.at(43)
  }
  get ichimoku_senkou_b(): number | null {
    return this.at(44)
  }
  get aroon_up_25(): number | null {
    return this.at(45)
  }
  get aroon_down_25(): number | null {
    return this.at(46)
  }
  get aroon_oscillator_25(): number | null {
    return this.at(47)
  }
  get vortex_plus_14(): number | null {
    return this.at(48)
  }
  get vortex_minus_14(): number | null {
    return this.at(49)
  }
  get choppiness_14(): number | null {
    return this.at(50)
  }
  get trix_15(): number | null {
    return this.at(51)
  }
  get dpo_20(): number | null {
    return this.at(52)
  }
  get linreg_slope_20(): number | null {
    return this.at(53)
  }
  get stoch_rsi_k(): number | null {
    return this.at(54)
  }
  get stoch_rsi_d(): number | null {
    return this.at(55)
  }
  get mom_10(): number | null {
    return this.at(56)
  }
  get ppo(): number | null {
    return this.at(57)
  }
  get tsi(): number | null {
    return this.at(58)
  }
  get tsi_signal(): number | null {
    return this.at(59)
  }
  get ultimate_oscillator(): number | null {
    return this.at(60)
  }
  get awesome_oscillator(): number | null {
    return this.at(61)
  }
  get cmo_14(): number | null {
    return this.at(62)
  }
  get connors_rsi(): number | null {
    return this.at(63)
  }
  get fisher_10(): number | null {
    return this.at(64)
  }
  get fisher_trigger_10(): number | null {
    return this.at(65)
  }
  get schaff_trend_cycle(): number | null {
    return this.at(66)
  }
  get bop_14(): number | null {
    return this.at(67)
  }
  get true_range(): number | null {
    return this.at(68)
  }
  get keltner_upper(): number | null {
    return this.at(69)
  }
  get keltner_middle(): number | null {
    return this.at(70)
  }
  get keltner_lower(): number | null {
    return this.at(71)
  }
  get donchian_upper(): number | null {
    return this.at(72)
  }
  get donchian_middle(): number | null {
    return this.at(73)
  }
  get donchian_lower(): number | null {
    return this.at(74)
  }
  get ulcer_14(): number | null {
    return this.at(75)
  }
  get chandelier_long(): number | null {
    return this.at(76)
  }
  get chandelier_short(): number | null {
    return this.at(77)
  }
  get realized_volatility_20(): number | null {
    return this.at(78)
  }
  get garman_klass_20(): number | null {
    return this.at(79)
  }
  get parkinson_20(): number | null {
    return this.at(80)
  }
  get ad_line(): number | null {
    return this.at(81)
  }
  get chaikin_oscillator(): number | null {
    return this.at(82)
  }
  get cmf_20(): number | null {
    return this.at(83)
  }
  get force_13(): number | null {
    return this.at(84)
  }
  get pvo(): number | null {
    return this.at(85)
  }
  get pvo_signal(): number | null {
    return this.at(86)
  }
  get pvo_histogram(): number | null {
    return this.at(87)
  }
  get kvo(): number | null {
    return this.at(88)
  }
  get kvo_signal(): number | null {
    return this.at(89)
  }
  get cvd(): number | null {
    return this.at(90)
  }
  get hurst_100(): number | null {
    return this.at(91)
  }
}

/** A copy of it is an array that holds doubles and nothing else. */
const packed = Array.from({ length: 92 }, () => 0.5)
