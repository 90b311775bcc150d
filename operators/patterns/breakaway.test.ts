import { describeTwoSided } from './testing/describe-pattern.ts'

describeTwoSided('breakaway', [
  {
    title: 'a white candle that closes in the gap of a fall',
    candles: [
      [140, 141, 119, 120],
      [115, 116, 109, 110],
      [110, 113, 104, 106],
      [106, 108, 98, 100],
      [101, 118, 100, 117],
    ],
    score: 100,
  },
  {
    title: 'a close below the gap',
    candles: [
      [140, 141, 119, 120],
      [115, 116, 109, 110],
      [110, 113, 104, 106],
      [106, 108, 98, 100],
      [101, 118, 100, 114],
    ],
    score: 0,
  },
  {
    title: 'a third that does not go on',
    candles: [
      [140, 141, 119, 120],
      [115, 116, 109, 110],
      [110, 117, 104, 106],
      [106, 108, 98, 100],
      [101, 118, 100, 117],
    ],
    score: 0,
  },
])
