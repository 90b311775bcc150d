import { describe, expect, test } from 'vitest'
import type { FeatureVector } from '../../schemas/contracts.generated.ts'
import { describeMarket } from './describe-market.ts'
import { type MarketState, readings } from './market-readings.ts'
import { marketOf, unknownRanks } from './testing/market-state.ts'

type Case = readonly [words: string, market: MarketState]
const of = (features: Partial<FeatureVector>): MarketState => marketOf({ features })
const rank = (measure: keyof MarketState['ranks'], value: number): MarketState =>
  marketOf({ ranks: { ...unknownRanks, [measure]: value } })
const trend = (adx_14: number, plus_di_14: number, minus_di_14: number) =>
  of({ adx_14, plus_di_14, minus_di_14 })
const averages = (ema_9: number, ema_21: number, ema_50: number) => of({ ema_9, ema_21, ema_50 })
const moving = (roc_12: number, macd_histogram: number, move: number) =>
  marketOf({ features: { roc_12, macd_histogram }, ranks: { ...unknownRanks, move } })
const banded = (close: number) => of({ close, bollinger_lower: 100, bollinger_upper: 200 })
const ranged = (close: number) => of({ close, donchian_lower: 100, donchian_upper: 200 })

const cases: { readonly [subject: string]: readonly Case[] } = {
  regime: [
    ['ranging regime', marketOf({})],
    ['low volatility regime', marketOf({ regime: 'LOW_VOLATILITY' })],
  ],
  trend: [
    ['no trend', trend(14.9, 30, 10)],
    ['weak uptrend', trend(15, 30, 10)],
    ['weak downtrend', trend(24.9, 10, 30)],
    ['strong uptrend', trend(25, 30, 10)],
    ['very strong downtrend', trend(40, 10, 30)],
  ],
  averages: [
    ['averages stacked upward', averages(3, 2, 1)],
    ['averages stacked downward', averages(1, 2, 3)],
    ['averages mixed', averages(2, 3, 1)],
  ],
  'long average': [
    ['above long average', of({ close: 100, sma_200: 100 })],
    ['below long average', of({ close: 99, sma_200: 100 })],
  ],
  'day price': [
    ['above day price', of({ close: 101, vwap: 100 })],
    ['below day price', of({ close: 99, vwap: 100 })],
  ],
  supertrend: [
    ['supertrend up', of({ supertrend_direction: 1 })],
    ['supertrend down', of({ supertrend_direction: -1 })],
  ],
  momentum: [
    ['small rise gaining momentum', moving(1, 1, 0.39)],
    ['usual fall losing momentum', moving(-1, -1, 0.4)],
    ['large fall gaining momentum', moving(-1, 1, 0.8)],
  ],
  strength: [
    ['deeply oversold', of({ rsi_14: 19 })],
    ['oversold', of({ rsi_14: 20 })],
    ['soft strength', of({ rsi_14: 30 })],
    ['neutral strength', of({ rsi_14: 45 })],
    ['firm strength', of({ rsi_14: 55 })],
    ['overbought', of({ rsi_14: 70 })],
    ['deeply overbought', of({ rsi_14: 80 })],
  ],
  stochastic: [
    ['stochastic low', of({ stochastic_k: 19 })],
    ['stochastic middle', of({ stochastic_k: 20 })],
    ['stochastic high', of({ stochastic_k: 80 })],
  ],
  volatility: [
    ['very low volatility', rank('volatility', 0.19)],
    ['low volatility', rank('volatility', 0.2)],
    ['usual volatility', rank('volatility', 0.4)],
    ['high volatility', rank('volatility', 0.6)],
    ['very high volatility', rank('volatility', 0.8)],
  ],
  'band width': [
    ['narrow bands', rank('band-width', 0.19)],
    ['usual bands', rank('band-width', 0.2)],
    ['wide bands', rank('band-width', 0.8)],
  ],
  'band position': [
    ['under lower band', banded(99)],
    ['near lower band', banded(100)],
    ['lower half of bands', banded(120)],
    ['upper half of bands', banded(150)],
    ['near upper band', banded(180)],
    ['over upper band', banded(200)],
  ],
  'range position': [
    ['at range low', ranged(109)],
    ['lower range', ranged(110)],
    ['middle of range', ranged(140)],
    ['upper range', ranged(160)],
    ['at range high', ranged(190)],
  ],
  choppiness: [
    ['directional path', of({ choppiness_14: 38.1 })],
    ['uneven path', of({ choppiness_14: 38.2 })],
    ['choppy path', of({ choppiness_14: 61.8 })],
  ],
  volume: [
    ['very low volume', rank('volume', 0)],
    ['very high volume', rank('volume', 1)],
  ],
  'money flow': [
    ['money leaving', of({ mfi_14: 19 })],
    ['money flow soft', of({ mfi_14: 20 })],
    ['money flow neutral', of({ mfi_14: 40 })],
    ['money flow firm', of({ mfi_14: 60 })],
    ['money entering', of({ mfi_14: 80 })],
  ],
  takers: [
    ['takers selling', of({ taker_buy_ratio_20: 0.46 })],
    ['takers balanced', of({ taker_buy_ratio_20: 0.47 })],
    ['takers buying', of({ taker_buy_ratio_20: 0.53 })],
  ],
  trades: [['traded hour', marketOf({})]],
}

for (const { subject, read } of readings) {
  describe(`the ${subject}`, () => {
    for (const [words, market] of cases[subject] ?? []) {
      test(`reads '${words}'`, () => expect(read(market)).toBe(words))
    }
    test('has a case', () => expect(cases[subject]?.length ?? 0).toBeGreaterThan(0))
  })
}

test('what is not known is named, and not left out', () => {
  const { text, absent } = describeMarket(marketOf({ synthetic: true }))
  expect(absent).toEqual(readings.map(({ subject }) => subject).filter((one) => one !== 'regime'))
  expect(text).toMatch(/^ranging regime, trend unknown, averages unknown, /)
  expect(text.split(', ')).toHaveLength(readings.length)
})

test('bands of no width have no positions within', () => {
  const { absent } = describeMarket(of({ close: 1, bollinger_lower: 1, bollinger_upper: 1 }))
  expect(absent).toContain('band position')
})
