import { describeTwoSided } from './testing/describe-pattern.ts'

describeTwoSided('abandoned baby', [
  {
    title: 'a doji apart from both neighbours at a top',
    candles: [
      [100, 121, 99, 120],
      [126, 128, 124, 126],
      [122, 123, 104, 106],
    ],
    score: -100,
  },
  {
    title: 'a doji whose shadow meets the first',
    candles: [
      [100, 121, 99, 120],
      [126, 128, 121, 126],
      [122, 123, 104, 106],
    ],
    score: 0,
  },
  {
    title: 'a close high in the first body',
    candles: [
      [100, 121, 99, 120],
      [126, 128, 124, 126],
      [122, 123, 114, 115],
    ],
    score: 0,
  },
])
