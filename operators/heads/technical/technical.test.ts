import { expect, test } from 'vitest'
import type { Candle } from '../../../schemas/contracts.generated.ts'
import { createFeatureState, featureCount, updateFeatures } from '../../features/catalogue.ts'
import type { FeatureValues } from '../../features/indicator.ts'
import { featureValues } from '../../features/testing/feature-values.ts'
import { candlesOf, draw, legs } from '../testing/chart.ts'
import { harvest, type Plant } from '../testing/planted.ts'
import { technical } from './technical.ts'

function featuresOf(candles: readonly Candle[]): FeatureValues {
  const state = createFeatureState()
  const values = new Float64Array(featureCount)
  for (const candle of candles.slice(-260)) updateFeatures(state, candle, values)
  return featureValues(values)
}

const bars = legs(80, [90, 240], [110, 60])
const rising = { ...featuresOf(candlesOf(bars, '15m')), atr_14: 0.4, taker_buy_ratio_20: 0.54 }
const hourly = { ema_50: 103, atr_14: 1.8 }
const all = { ...rising, hurst_100: 0.6 }

test('technical is LONG where trend, momentum and volatility point up on 15m and the trend of 1h does', () => {
  const vote = technical(draw({ bars, features: all, hourlyFeatures: hourly }))
  expect(vote).toMatchObject({ head: 'HEAD_A', direction: 'LONG', validity: 'OK', absent: [] })
  expect(vote.probability).toBeGreaterThan(0.75)
  expect(vote.confidence).toBeGreaterThan(0.7)
  expect(vote.reasons[0]).toMatch(/^trend 0\.\d\d, 2\d of 25 up: \w/)
  expect(vote.reasons[1]).toMatch(/^momentum 0\.\d\d, /)
  expect(vote.reasons[2]).toMatch(/^volatility 0\.\d\d, /)
  expect(vote.reasons[3]).toBe('close stands 3.89 ATR from EMA 50 of 1h')
})

test('technical is not convinced where momentum has turned against the trend', () => {
  const turning: Partial<FeatureValues> = {
    ...all,
    macd_histogram: -0.2,
    rsi_14: 30,
    stochastic_k: 10,
    stochastic_d: 25,
    williams_r_14: -90,
    cci_20: -150,
    roc_12: -1,
    mom_10: -1.2,
    cmo_14: -40,
    tsi: -20,
    tsi_signal: -5,
    ultimate_oscillator: 30,
    mfi_14: 25,
    bop_14: -0.4,
    cmf_20: -0.2,
    taker_buy_ratio_20: 0.46,
    awesome_oscillator: -1,
    ppo: -0.3,
  }
  const sure = technical(draw({ bars, features: all, hourlyFeatures: hourly }))
  const vote = technical(draw({ bars, features: turning, hourlyFeatures: hourly }))
  expect(vote.probability).toBeLessThan(sure.probability - 0.15)
})

test('technical believes a trend less in a chop', () => {
  const quiet = { ...all, choppiness_14: 70 }
  const clear = { ...all, choppiness_14: 30 }
  const of = (features: Partial<FeatureValues>) =>
    technical(draw({ bars, features: { ...features, rsi_14: 30 }, hourlyFeatures: {} }))
  expect(of(quiet).confidence).toBeLessThan(of(clear).confidence)
})

test('technical is FLAT, with an opinion, where every measure is near nothing', () => {
  const level = 110
  const still = legs(level, [level, 30])
  const even: Partial<FeatureValues> = {
    ema_9: level,
    ema_21: level,
    ema_50: level,
    sma_20: level,
    sma_50: level,
    vwap: level,
    macd: 0,
    macd_histogram: 0,
    rsi_14: 51,
    mfi_14: 49,
    adx_14: 12,
    plus_di_14: 20,
    minus_di_14: 20,
    bollinger_lower: 108,
    bollinger_upper: 112,
    donchian_lower: 108,
    donchian_upper: 112,
  }
  const vote = technical(
    draw({ bars: still, features: even, hourlyFeatures: { ema_50: level, atr_14: 2 } }),
  )
  expect(vote.direction).toBe('FLAT')
  expect(vote.probability).toBeGreaterThan(0.6)
})

test('technical votes with what it has, says what it lacked and is less confident', () => {
  const whole = technical(draw({ bars, features: all, hourlyFeatures: hourly }))
  const noHour = technical(draw({ bars, features: all }))
  expect(noHour.absent).toEqual(['1h.ema_50', '1h.atr_14'])
  expect(noHour.confidence).toBeLessThan(whole.confidence)
  const noTakers = technical(
    draw({ bars, features: { ...all, taker_buy_ratio_20: null }, hourlyFeatures: hourly }),
  )
  expect(noTakers.absent).toEqual(['15m.taker_buy_ratio_20'])
})

test('technical abstains while it warms up and on a price that does not move', () => {
  expect(technical(draw({ bars: bars.slice(0, 5) })).validity).toBe('WARMING')
  expect(technical(draw({ bars, features: { rsi_14: 60 } })).validity).toBe('WARMING')
  expect(technical(draw({ bars, features: { atr_14: 0 } })).validity).toBe('NO_DATA')
})

/** A trend with pauses; and one that has turned around. */
const trend: Plant = (pen) => {
  for (let step = 0; step < 4; step += 1) {
    pen.leg(pen.price() + 3.5, 8, 1.2)
    pen.leg(pen.price() - 0.8, 4, 0.7)
  }
  pen.leg(pen.price() + 2.5, 6, 1.2)
}
const turned: Plant = (pen) => {
  for (let step = 0; step < 3; step += 1) {
    pen.leg(pen.price() + 3.5, 8, 1.2)
    pen.leg(pen.price() - 0.8, 4, 0.7)
  }
  pen.leg(pen.price() - 7, 14, 1.4)
}

test('technical follows the trend that is planted, and not the one that has turned', () => {
  const got = harvest(technical, { plant: trend, near: turned, featuresOf })
  expect(got.recall).toBeGreaterThan(0.95)
  expect(got.against).toBe(0)
  expect(got.precision).toBeGreaterThan(0.6)
  expect(got.unplanted).toBeLessThan(0.5)
  expect(got.near).toBeLessThan(0.05)
})
