import { describeTwoSided } from './testing/describe-pattern.ts'

describeTwoSided('three-line strike', [
  {
    title: 'a black candle from above three white ones to below them',
    candles: [
      [100, 108, 99, 107],
      [104, 113, 103, 112],
      [109, 118, 108, 117],
      [119, 120, 95, 97],
    ],
    score: 100,
  },
  {
    title: 'a close within the first body',
    candles: [
      [100, 108, 99, 107],
      [104, 113, 103, 112],
      [109, 118, 108, 117],
      [119, 120, 95, 101],
    ],
    score: 0,
  },
  {
    title: 'an open far above the body before',
    candles: [
      [100, 108, 99, 107],
      [113, 118, 112, 117],
      [114, 121, 113, 120],
      [122, 123, 95, 97],
    ],
    score: 0,
  },
])
