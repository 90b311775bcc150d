import technical from 'technicalindicators'
import * as signals from 'trading-signals'
import { syntheticMarket } from '../connectors/sim/synthetic-market.ts'
import { candleOfKline } from '../operators/candles/kline-rules.ts'
import { adx } from '../operators/features/adx.ts'
import { atr } from '../operators/features/atr.ts'
import { bollinger } from '../operators/features/bollinger.ts'
import { advanceHistory, createHistory } from '../operators/features/candle-history.ts'
import {
  createFeatureState,
  featureCount,
  updateFeatures,
} from '../operators/features/catalogue.ts'
import { cci } from '../operators/features/cci.ts'
import { ema } from '../operators/features/ema.ts'
import type { Indicator } from '../operators/features/indicator.ts'
import { macd } from '../operators/features/macd.ts'
import { mfi } from '../operators/features/mfi.ts'
import { obv } from '../operators/features/obv.ts'
import { roc } from '../operators/features/roc.ts'
import { rsi } from '../operators/features/rsi.ts'
import { sma } from '../operators/features/sma.ts'
import { stochastic } from '../operators/features/stochastic.ts'
import { Features } from '../operators/features/values.ts'
import { dayMs, vwap } from '../operators/features/vwap.ts'
import { williamsR } from '../operators/features/williams-r.ts'
import type { Candle, FeatureVector, Kline } from '../schemas/contracts.generated.ts'
import { type Figure, ratePerSecond } from './figure.ts'

const startMs = Date.UTC(2026, 0, 1)
/** Long enough that most of it runs compiled. */
const days = 240
/** The peers are up to twenty times slower: fewer candles take them as long. */
const peerCandles = 40_000

const seventeen: readonly Indicator[] = [
  rsi('rsi_14', 14),
  ema('ema_9', 9),
  ema('ema_21', 21),
  ema('ema_50', 50),
  ema('ema_200', 200),
  sma('sma_20', 20),
  macd(12, 26, 9),
  bollinger(20, 2),
  atr('atr_14', 14),
  adx('adx_14', 14),
  stochastic(14, 3, 3),
  cci('cci_20', 20),
  obv('obv'),
  mfi('mfi_14', 14),
  williamsR('williams_r_14', 14),
  roc('roc_12', 12),
  vwap('vwap', dayMs),
]

/** Seventeen common indicators, candle by candle, beside the libraries that a TypeScript programmer would take. */
export async function indicators17(): Promise<readonly Figure[]> {
  const candles = simulatedCandles()
  const value = await ratePerSecond(candles.length, () => ({
    work: () => runSeventeen(candles),
  }))
  const few = candles.slice(0, peerCandles)
  const peers = [
    ['trading-signals 8.3', () => runTradingSignals(few)],
    ['technicalindicators 3.1', () => runTechnicalIndicators(few)],
  ] as const
  const figures: Figure[] = []
  for (const [peer, work] of peers) {
    const rate = await ratePerSecond(few.length, () => ({ work }))
    figures.push({
      name: 'indicators-17',
      value,
      unit: 'candles/s',
      ratio: value / rate,
      ratioTo: `${peer} on the same candles, one at a time: ${Math.round(rate).toLocaleString('en')}`,
    })
  }
  return figures
}

/** All 69 of a feature vector, a new vector for each candle as the operator makes it. */
export async function indicators69(): Promise<readonly Figure[]> {
  const candles = simulatedCandles()
  const value = await ratePerSecond(candles.length, () => {
    const state = createFeatureState()
    const values = new Float64Array(featureCount)
    let made: FeatureVector | undefined
    return {
      work() {
        for (const candle of candles) {
          updateFeatures(state, candle, values)
          const { symbol, timeframe, open_time, close } = candle
          const close_time = open_time + 60_000
          const about = {
            symbol,
            timeframe,
            open_time,
            close_time,
            candle_revision: 0,
            close,
            rebuilt: false,
          }
          made = new Features(about, values)
        }
      },
      after() {
        if (made?.hurst_100 === null) throw new Error('the indicators gave nothing')
      },
    }
  })
  const ratioTo = 'the 250,000 asked for'
  return [{ name: 'indicators-69', value, unit: 'candles/s', ratio: value / 250_000, ratioTo }]
}

function simulatedCandles(): readonly Candle[] {
  const market = syntheticMarket({ seed: 1, symbols: ['BTCUSDT'], startMs })
  return [...market.history(startMs, startMs + days * dayMs)]
    .flat()
    .map(({ value }) => candleOfKline(value as Kline, 0))
}

function runSeventeen(candles: readonly Candle[]): void {
  const state = new Float64Array(seventeen.reduce((sum, { size }) => sum + size, 0))
  const out = new Float64Array(seventeen.reduce((sum, { names }) => sum + names.length, 0))
  const history = createHistory()
  for (const candle of candles) {
    advanceHistory(history, candle)
    let from = 0
    let at = 0
    for (let i = 0; i < seventeen.length; i += 1) {
      const indicator = seventeen[i] as Indicator
      indicator.update(state, from, candle, history, out, at)
      from += indicator.size
      at += indicator.names.length
    }
  }
  if (Number.isNaN(out[0])) throw new Error('the indicators gave nothing')
}

function runTradingSignals(candles: readonly Candle[]): void {
  const onClose = [
    new signals.RSI(14),
    ...[9, 21, 50, 200].map((period) => new signals.EMA(period)),
    new signals.SMA(20),
    new signals.MACD(new signals.EMA(12), new signals.EMA(26), new signals.EMA(9)),
    new signals.BollingerBands(20, 2),
    new signals.ROC(12),
  ]
  const onCandle = [
    new signals.ATR(14),
    new signals.ADX(14),
    new signals.StochasticOscillator({ kPeriod: 14, kSlowingPeriod: 3, dPeriod: 3 }),
    new signals.CCI(20),
    new signals.OBV(2),
    new signals.MFI(14),
    new signals.WilliamsR(14),
    new signals.VWAP(),
  ]
  let last: unknown
  for (const candle of candles) {
    for (const indicator of onClose) indicator.update(candle.close, false)
    for (const indicator of onCandle) last = indicator.update(candle, false)
  }
  if (typeof last !== 'number') throw new Error('trading-signals gave nothing')
}

function runTechnicalIndicators(candles: readonly Candle[]): void {
  const none: number[] = []
  const nothing = { high: none, low: none, close: none }
  const onClose = [
    new technical.RSI({ period: 14, values: none }),
    ...[9, 21, 50, 200].map((period) => new technical.EMA({ period, values: none })),
    new technical.SMA({ period: 20, values: none }),
    new technical.MACD({
      values: none,
      fastPeriod: 12,
      slowPeriod: 26,
      signalPeriod: 9,
      SimpleMAOscillator: false,
      SimpleMASignal: false,
    }),
    new technical.BollingerBands({ period: 20, stdDev: 2, values: none }),
    new technical.ROC({ period: 12, values: none }),
  ]
  const onCandle = [
    new technical.ATR({ period: 14, ...nothing }),
    new technical.ADX({ period: 14, ...nothing }),
    new technical.Stochastic({ period: 14, signalPeriod: 3, ...nothing }),
    new technical.CCI({ period: 20, ...nothing }),
    new technical.OBV({ close: none, volume: none }),
    new technical.MFI({ period: 14, volume: none, ...nothing }),
    new technical.WilliamsR({ period: 14, ...nothing }),
    new technical.VWAP({ volume: none, ...nothing }),
  ]
  let last: unknown
  for (const candle of candles) {
    for (const indicator of onClose) indicator.nextValue(candle.close as never)
    for (const indicator of onCandle) last = indicator.nextValue(candle as never)
  }
  if (typeof last !== 'number') throw new Error('technicalindicators gave nothing')
}
