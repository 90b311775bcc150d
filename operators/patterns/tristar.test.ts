import { describeTwoSided } from './testing/describe-pattern.ts'

describeTwoSided('tristar', [
  {
    title: 'a doji above two others',
    candles: [
      [100, 103, 97, 100],
      [107, 110, 104, 107],
      [104, 107, 101, 104],
    ],
    score: -100,
  },
  {
    title: 'a third that goes on',
    candles: [
      [100, 103, 97, 100],
      [107, 110, 104, 107],
      [108, 111, 105, 108],
    ],
    score: 0,
  },
  {
    title: 'a third that is no doji',
    candles: [
      [100, 103, 97, 100],
      [107, 110, 104, 107],
      [104, 107, 98, 101],
    ],
    score: 0,
  },
])
