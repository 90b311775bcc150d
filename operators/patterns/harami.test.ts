import { describeTwoSided } from './testing/describe-pattern.ts'

describeTwoSided('harami', [
  {
    title: 'a short body inside a long black one',
    candles: [
      [120, 121, 99, 100],
      [105, 112, 103, 110],
    ],
    score: 100,
  },
  {
    title: 'bodies that meet at one end',
    candles: [
      [120, 121, 99, 100],
      [100, 107, 99, 105],
    ],
    score: 80,
  },
  {
    title: 'a body that leaves it',
    candles: [
      [120, 121, 99, 100],
      [98, 107, 97, 104],
    ],
    score: 0,
  },
])

describeTwoSided('harami cross', [
  {
    title: 'a doji inside a long black body',
    candles: [
      [120, 121, 99, 100],
      [110, 114, 106, 111],
    ],
    score: 100,
  },
  {
    title: 'a doji at its end',
    candles: [
      [120, 121, 99, 100],
      [100, 104, 96, 101],
    ],
    score: 80,
  },
  {
    title: 'a short body inside it',
    candles: [
      [120, 121, 99, 100],
      [105, 112, 103, 110],
    ],
    score: 0,
  },
])
