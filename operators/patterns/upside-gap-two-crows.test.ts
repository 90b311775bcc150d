import { describePattern } from './testing/describe-pattern.ts'

describePattern('upside gap two crows', [
  {
    title: 'a black body around a short black one, above a long white one',
    candles: [
      [100, 121, 99, 120],
      [128, 129, 124, 125],
      [130, 131, 121, 122],
    ],
    score: -100,
  },
  {
    title: 'a close that closes the gap',
    candles: [
      [100, 121, 99, 120],
      [128, 129, 124, 125],
      [130, 131, 118, 119],
    ],
    score: 0,
  },
  {
    title: 'a body that is not around the second',
    candles: [
      [100, 121, 99, 120],
      [128, 129, 124, 125],
      [127, 128, 121, 122],
    ],
    score: 0,
  },
])
