import { describeTwoSided } from './testing/describe-pattern.ts'

describeTwoSided('three outside up or down', [
  {
    title: 'a body around a black one, then a higher close',
    candles: [
      [105, 106, 99, 100],
      [98, 110, 97, 108],
      [107, 114, 106, 113],
    ],
    score: 100,
  },
  {
    title: 'no higher close',
    candles: [
      [105, 106, 99, 100],
      [98, 110, 97, 108],
      [107, 114, 106, 108],
    ],
    score: 0,
  },
  {
    title: 'bodies that meet at one end',
    candles: [
      [105, 106, 99, 100],
      [100, 110, 97, 108],
      [107, 114, 106, 113],
    ],
    score: 0,
  },
])
