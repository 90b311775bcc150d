import { describeTwoSided } from './testing/describe-pattern.ts'

describeTwoSided('engulfing', [
  {
    title: 'a white body around a black one',
    candles: [
      [104, 105, 99, 100],
      [98, 108, 97, 107],
    ],
    score: 100,
  },
  {
    title: 'bodies that meet at one end',
    candles: [
      [104, 105, 99, 100],
      [100, 108, 97, 107],
    ],
    score: 80,
  },
  {
    title: 'bodies that meet at both ends',
    candles: [
      [104, 105, 99, 100],
      [100, 105, 99, 104],
    ],
    score: 0,
  },
  {
    title: 'two bodies of one colour',
    candles: [
      [100, 105, 99, 104],
      [98, 108, 97, 107],
    ],
    score: 0,
  },
])
