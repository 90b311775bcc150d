import { describeTwoSided } from './testing/describe-pattern.ts'

describeTwoSided('rising or falling three methods', [
  {
    title: 'a rest within a long white candle, then a long close above it',
    candles: [
      [100, 121, 99, 120],
      [117, 118, 112, 113],
      [114, 115, 109, 110],
      [111, 112, 106, 107],
      [109, 126, 108, 125],
    ],
    score: 100,
  },
  {
    title: 'a close below that of the first',
    candles: [
      [100, 121, 99, 120],
      [117, 118, 112, 113],
      [114, 115, 109, 110],
      [111, 112, 106, 107],
      [105, 126, 104, 119],
    ],
    score: 0,
  },
  {
    title: 'a rest that does not drift back',
    candles: [
      [100, 121, 99, 120],
      [117, 118, 112, 113],
      [114, 115, 109, 110],
      [116, 117, 110, 111],
      [112, 130, 111, 129],
    ],
    score: 0,
  },
])
