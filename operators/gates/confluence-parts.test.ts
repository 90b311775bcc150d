import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { FeatureVector } from '../../schemas/contracts.generated.ts'
import {
  bollinger,
  type ConfluenceCase,
  macd,
  movingAverages,
  priceAction,
  volume,
} from './confluence-parts.ts'
import { bullish, features, rising } from './testing/cases.ts'

const long = (more: Partial<FeatureVector>, candles = rising): ConfluenceCase => ({
  side: 'LONG',
  features: features(more),
  candles,
})
const bands = { bollinger_lower: 100, bollinger_upper: 200 }

describe('confluence parts', () => {
  const cases = [
    { name: 'steps up closing at the high', part: priceAction, given: long({}), share: 1 },
    { name: 'too few candles', part: priceAction, given: long({}, rising.slice(1)), share: null },
    {
      name: 'upper half of the bands',
      part: bollinger,
      given: long({ ...bands, close: 170 }),
      share: 1,
    },
    {
      name: 'middle of the bands',
      part: bollinger,
      given: long({ ...bands, close: 130 }),
      share: 0.5,
    },
    { name: 'overstretched', part: bollinger, given: long({ ...bands, close: 230 }), share: 0.5 },
    {
      name: 'wrong end of the bands',
      part: bollinger,
      given: long({ ...bands, close: 90 }),
      share: 0,
    },
    { name: 'no bands', part: bollinger, given: long({}), share: null },
    {
      name: 'bands without width',
      part: bollinger,
      given: long({ bollinger_lower: 100, bollinger_upper: 100 }),
      share: null,
    },
    { name: 'usual volume', part: volume, given: long({ relative_volume_20: 1 }), share: 0.5 },
    {
      name: 'much volume, sellers',
      part: volume,
      given: long({ relative_volume_20: 2, taker_buy_ratio_20: 0.4 }),
      share: 0.5,
    },
    { name: 'no volume known', part: volume, given: long({}), share: null },
    {
      name: 'MACD turned up below zero',
      part: macd,
      given: long({ macd: -1, macd_histogram: 1 }),
      share: 2 / 3,
    },
    {
      name: 'MACD turned down above zero',
      part: macd,
      given: long({ macd: 1, macd_histogram: -1 }),
      share: 1 / 3,
    },
    { name: 'no MACD', part: macd, given: long({ macd: 1 }), share: null },
    {
      name: 'averages in order',
      part: movingAverages,
      given: long({ ema_9: 119, ema_21: 118, ema_50: 117 }),
      share: 1,
    },
    {
      name: 'averages divided',
      part: movingAverages,
      given: long({ ema_21: 118, sma_200: 130 }),
      share: 0.5,
    },
    { name: 'no averages', part: movingAverages, given: long({}), share: null },
  ]
  for (const { name, part, given, share } of cases) {
    test(name, () => {
      if (share === null) expect(part(given)).toBeNull()
      else expect(part(given)).toBeCloseTo(share, 12)
    })
  }

  test('a part for LONG is against SHORT by as much', () => {
    const close = fc.double({ min: 96, max: 124, noNaN: true })
    fc.assert(
      fc.property(close, fc.double({ min: 0.3, max: 0.7, noNaN: true }), (price, buys) => {
        const seen = features({
          ...bullish,
          close: price,
          taker_buy_ratio_20: buys,
          relative_volume_20: null,
        })
        for (const part of [volume, macd, movingAverages, priceAction]) {
          const up = part({ side: 'LONG', features: seen, candles: rising })
          const down = part({ side: 'SHORT', features: seen, candles: rising })
          expect((up ?? 0) + (down ?? 0)).toBeCloseTo(1, 9)
        }
      }),
    )
  })
})
