import { describeTwoSided } from './testing/describe-pattern.ts'

describeTwoSided('upside or downside gap three methods', [
  {
    title: 'a black candle from one white body across a gap into the other',
    candles: [
      [100, 111, 99, 110],
      [115, 124, 114, 123],
      [120, 121, 104, 106],
    ],
    score: 100,
  },
  {
    title: 'a close in the gap',
    candles: [
      [100, 111, 99, 110],
      [115, 124, 114, 123],
      [120, 121, 104, 112],
    ],
    score: 0,
  },
  {
    title: 'no gap',
    candles: [
      [100, 111, 99, 110],
      [110, 124, 109, 123],
      [120, 121, 104, 106],
    ],
    score: 0,
  },
])
