import { describePattern } from './testing/describe-pattern.ts'

describePattern('two crows', [
  {
    title: 'two black candles above a long white one, the last closing in its body',
    candles: [
      [100, 122, 98, 120],
      [130, 131, 123, 124],
      [127, 128, 108, 110],
    ],
    score: -100,
  },
  {
    title: 'a last one that opens above the second',
    candles: [
      [100, 122, 98, 120],
      [130, 131, 123, 124],
      [131, 132, 108, 110],
    ],
    score: 0,
  },
  {
    title: 'a last one that closes below the first',
    candles: [
      [100, 122, 98, 120],
      [130, 131, 123, 124],
      [127, 128, 97, 99],
    ],
    score: 0,
  },
  {
    title: 'bodies without a gap',
    candles: [
      [100, 122, 98, 120],
      [130, 131, 119, 120],
      [127, 128, 108, 110],
    ],
    score: 0,
  },
])
