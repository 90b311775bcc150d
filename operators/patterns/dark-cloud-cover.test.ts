import { describePattern } from './testing/describe-pattern.ts'

describePattern('dark cloud cover', [
  {
    title: 'a black candle from above the high to below the middle of a white body',
    candles: [
      [100, 117, 99, 115],
      [119, 120, 102, 105],
    ],
    score: -100,
  },
  {
    title: 'a close above the middle',
    candles: [
      [100, 117, 99, 115],
      [119, 120, 107, 109],
    ],
    score: 0,
  },
  {
    title: 'an open below the high',
    candles: [
      [100, 117, 99, 115],
      [116, 120, 102, 105],
    ],
    score: 0,
  },
])
