import type { Candle } from '../../schemas/contracts.generated.ts'
import { accumulationDistribution } from './accumulation-distribution.ts'
import { adx } from './adx.ts'
import { alma } from './alma.ts'
import { aroon } from './aroon.ts'
import { atr } from './atr.ts'
import { awesomeOscillator } from './awesome-oscillator.ts'
import { balanceOfPower } from './balance-of-power.ts'
import { bollinger } from './bollinger.ts'
import { advanceHistory, type CandleHistory, copyHistory, createHistory } from './candle-history.ts'
import { cci } from './cci.ts'
import { chaikinMoneyFlow } from './chaikin-money-flow.ts'
import { chaikinOscillator } from './chaikin-oscillator.ts'
import { chandelierExit } from './chandelier-exit.ts'
import { choppiness } from './choppiness.ts'
import { cmo } from './cmo.ts'
import { connorsRsi } from './connors-rsi.ts'
import { cvd } from './cvd.ts'
import { dema } from './dema.ts'
import { donchian } from './donchian.ts'
import { dpo } from './dpo.ts'
import { ema } from './ema.ts'
import { fisherTransform } from './fisher-transform.ts'
import { forceIndex } from './force-index.ts'
import { garmanKlass } from './garman-klass.ts'
import { hma } from './hma.ts'
import { hurst } from './hurst.ts'
import { ichimoku } from './ichimoku.ts'
import type { Indicator } from './indicator.ts'
import { kama } from './kama.ts'
import { keltner } from './keltner.ts'
import { kvo } from './kvo.ts'
import { linregSlope } from './linreg-slope.ts'
import { macd } from './macd.ts'
import { mfi } from './mfi.ts'
import { minusDi } from './minus-di.ts'
import { momentum } from './momentum.ts'
import { natr } from './natr.ts'
import { obv } from './obv.ts'
import { parabolicSar } from './parabolic-sar.ts'
import { parkinson } from './parkinson.ts'
import { plusDi } from './plus-di.ts'
import { ppo } from './ppo.ts'
import { pvo } from './pvo.ts'
import { realizedVolatility } from './realized-volatility.ts'
import { relativeVolume } from './relative-volume.ts'
import { roc } from './roc.ts'
import { rsi } from './rsi.ts'
import { schaffTrendCycle } from './schaff-trend-cycle.ts'
import { sma } from './sma.ts'
import { stddev } from './stddev.ts'
import { stochastic } from './stochastic.ts'
import { stochasticRsi } from './stochastic-rsi.ts'
import { supertrend } from './supertrend.ts'
import { t3 } from './t3.ts'
import { takerBuyRatio } from './taker-buy-ratio.ts'
import { tema } from './tema.ts'
import { trix } from './trix.ts'
import { trueRangeIndicator } from './true-range-indicator.ts'
import { tsi } from './tsi.ts'
import { ulcerIndex } from './ulcer-index.ts'
import { ultimateOscillator } from './ultimate-oscillator.ts'
import { vortex } from './vortex.ts'
import { dayMs, vwap } from './vwap.ts'
import { vwma } from './vwma.ts'
import { williamsR } from './williams-r.ts'
import { wma } from './wma.ts'

/** Every indicator of a feature vector, in the order of its fields. The order is part of the state. */
export const indicators: readonly Indicator[] = [
  sma('sma_20', 20),
  sma('sma_50', 50),
  sma('sma_200', 200),
  ema('ema_9', 9),
  ema('ema_21', 21),
  ema('ema_50', 50),
  ema('ema_200', 200),
  rsi('rsi_14', 14),
  stochastic(14, 3, 3),
  williamsR('williams_r_14', 14),
  cci('cci_20', 20),
  roc('roc_12', 12),
  macd(12, 26, 9),
  adx('adx_14', 14),
  plusDi('plus_di_14', 14),
  minusDi('minus_di_14', 14),
  atr('atr_14', 14),
  natr('natr_14', 14),
  bollinger(20, 2),
  stddev('stddev_20', 20),
  obv('obv'),
  mfi('mfi_14', 14),
  vwap('vwap', dayMs),
  relativeVolume('relative_volume_20', 20),
  takerBuyRatio('taker_buy_ratio_20', 20),
  wma('wma_20', 20),
  hma('hma_20', 20),
  dema('dema_20', 20),
  tema('tema_20', 20),
  kama('kama_10', 10, 2, 30),
  t3('t3_5', 5, 0.7),
  alma('alma_9', 9, 0.85, 6),
  vwma('vwma_20', 20),
  supertrend(10, 3),
  parabolicSar(0.02, 0.2),
  ichimoku(9, 26, 52),
  aroon(25),
  vortex(14),
  choppiness('choppiness_14', 14),
  trix('trix_15', 15),
  dpo('dpo_20', 20),
  linregSlope('linreg_slope_20', 20),
  stochasticRsi(14, 14, 3, 3),
  momentum('mom_10', 10),
  ppo('ppo', 12, 26),
  tsi(25, 13, 7),
  ultimateOscillator('ultimate_oscillator', 7, 14, 28),
  awesomeOscillator('awesome_oscillator', 5, 34),
  cmo('cmo_14', 14),
  connorsRsi('connors_rsi', 3, 2, 100),
  fisherTransform(10),
  schaffTrendCycle('schaff_trend_cycle', 10, 23, 50),
  balanceOfPower('bop_14', 14),
  trueRangeIndicator('true_range'),
  keltner(20, 2, 10),
  donchian(20),
  ulcerIndex('ulcer_14', 14),
  chandelierExit(22, 3),
  realizedVolatility('realized_volatility_20', 20),
  garmanKlass('garman_klass_20', 20),
  parkinson('parkinson_20', 20),
  accumulationDistribution('ad_line'),
  chaikinOscillator('chaikin_oscillator', 3, 10),
  chaikinMoneyFlow('cmf_20', 20),
  forceIndex('force_13', 13),
  pvo(12, 26, 9),
  kvo(34, 55, 13),
  cvd('cvd'),
  hurst('hurst_100', 100),
]

/** How many values they write. */
export const featureCount = indicators.reduce((sum, { names }) => sum + names.length, 0)

/** How many candles it takes until every feature has a value. */
export const featureWarmUp = Math.max(...indicators.map((indicator) => indicator.warmUp))

/** What all indicators keep of one symbol and timeframe: their numbers in the catalogue's order, and what they share. */
export interface FeatureState {
  readonly numbers: Float64Array
  readonly history: CandleHistory
}

const numberCount = indicators.reduce((sum, { size }) => sum + size, 0)

export function createFeatureState(): FeatureState {
  return { numbers: new Float64Array(numberCount), history: createHistory() }
}

/** One that goes its own way from here. */
export function copyFeatureState({ numbers, history }: FeatureState): FeatureState {
  return { numbers: numbers.slice(), history: copyHistory(history) }
}

/** Takes the next closed candle into the state and writes every value, NaN where there is none. */
export function updateFeatures(
  { numbers, history }: FeatureState,
  candle: Candle,
  out: Float64Array,
): void {
  advanceHistory(history, candle)
  let from = 0
  let at = 0
  for (let i = 0; i < indicators.length; i += 1) {
    const indicator = indicators[i] as Indicator
    indicator.update(numbers, from, candle, history, out, at)
    from += indicator.size
    at += indicator.names.length
  }
}
