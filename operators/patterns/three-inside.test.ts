import { describeTwoSided } from './testing/describe-pattern.ts'

describeTwoSided('three inside up or down', [
  {
    title: 'a short body inside a black one, then a close above it',
    candles: [
      [120, 122, 98, 100],
      [105, 108, 104, 107],
      [108, 124, 107, 122],
    ],
    score: 100,
  },
  {
    title: 'a close within the first body',
    candles: [
      [120, 122, 98, 100],
      [105, 108, 104, 107],
      [108, 124, 107, 119],
    ],
    score: 0,
  },
  {
    title: 'a second body at the end of the first',
    candles: [
      [120, 122, 98, 100],
      [100, 108, 99, 107],
      [108, 124, 107, 122],
    ],
    score: 0,
  },
])
