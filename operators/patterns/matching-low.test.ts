import { describePattern } from './testing/describe-pattern.ts'

describePattern('matching low', [
  {
    title: 'two black candles that close at one price',
    candles: [
      [115, 116, 104, 105],
      [112, 113, 104, 105],
    ],
    score: 100,
  },
  {
    title: 'another close',
    candles: [
      [115, 116, 104, 105],
      [112, 113, 104, 108],
    ],
    score: 0,
  },
  {
    title: 'a white candle',
    candles: [
      [115, 116, 104, 105],
      [102, 113, 101, 105],
    ],
    score: 0,
  },
])
