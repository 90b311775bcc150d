import { describeTwoSided } from './testing/describe-pattern.ts'

describeTwoSided('doji star', [
  {
    title: 'a doji below a long black body',
    candles: [
      [120, 121, 104, 105],
      [101, 104, 97, 101],
    ],
    score: 100,
  },
  {
    title: 'a doji that meets the body',
    candles: [
      [120, 121, 104, 105],
      [105, 108, 102, 105],
    ],
    score: 0,
  },
])
