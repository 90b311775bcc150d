import { describePattern } from './testing/describe-pattern.ts'

describePattern('concealing baby swallow', [
  {
    title: 'a black candle around one that reached back up',
    candles: [
      [140, 141, 119, 120],
      [122, 123, 99, 100],
      [95, 104, 89, 90],
      [106, 107, 86, 87],
    ],
    score: 100,
  },
  {
    title: 'a last one that does not reach the high of the third',
    candles: [
      [140, 141, 119, 120],
      [122, 123, 99, 100],
      [95, 104, 89, 90],
      [103, 104, 86, 87],
    ],
    score: 0,
  },
  {
    title: 'a third without an upper shadow',
    candles: [
      [140, 141, 119, 120],
      [122, 123, 99, 100],
      [95, 96, 89, 90],
      [106, 107, 86, 87],
    ],
    score: 0,
  },
])
