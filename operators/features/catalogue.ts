import type { Candle } from '../../schemas/contracts.generated.ts'
import { adx } from './adx.ts'
import { atr } from './atr.ts'
import { bollinger } from './bollinger.ts'
import { cci } from './cci.ts'
import { ema } from './ema.ts'
import type { FeatureValues, Indicator } from './indicator.ts'
import { macd } from './macd.ts'
import { mfi } from './mfi.ts'
import { minusDi } from './minus-di.ts'
import { natr } from './natr.ts'
import { obv } from './obv.ts'
import { plusDi } from './plus-di.ts'
import { relativeVolume } from './relative-volume.ts'
import { roc } from './roc.ts'
import { rsi } from './rsi.ts'
import { sma } from './sma.ts'
import { stddev } from './stddev.ts'
import { stochastic } from './stochastic.ts'
import { takerBuyRatio } from './taker-buy-ratio.ts'
import { dayMs, vwap } from './vwap.ts'
import { williamsR } from './williams-r.ts'

/** Every indicator of a feature vector, in the order of its fields. The order is part of the state. */
export const indicators: readonly Indicator<unknown>[] = [
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
]

/** How many candles it takes until every feature has a value. */
export const featureWarmUp = Math.max(...indicators.map((indicator) => indicator.warmUp))

/** The state of each indicator, in the catalogue's order; of one symbol and timeframe. */
export type FeatureState = readonly unknown[]

export function createFeatureState(): FeatureState {
  return indicators.map((indicator) => indicator.create())
}

/** Takes the next closed candle into the state and overwrites every slot of `out`. */
export function updateFeatures(state: FeatureState, candle: Candle, out: FeatureValues): void {
  for (let i = 0; i < indicators.length; i += 1) {
    indicators[i]?.update(state[i], candle, out)
  }
}
