import { describePattern } from './testing/describe-pattern.ts'

describePattern('unique three river', [
  {
    title: 'a shadow to a new low, then a short white candle above it',
    candles: [
      [120, 121, 98, 100],
      [112, 113, 94, 104],
      [97, 100, 96, 99],
    ],
    score: 100,
  },
  {
    title: 'no new low',
    candles: [
      [120, 121, 98, 100],
      [112, 113, 98, 104],
      [99, 103, 98, 102],
    ],
    score: 0,
  },
  {
    title: 'a long white candle',
    candles: [
      [120, 121, 98, 100],
      [112, 113, 94, 104],
      [97, 116, 96, 115],
    ],
    score: 0,
  },
])
