import { describePattern } from './testing/describe-pattern.ts'

describePattern('ladder bottom', [
  {
    title: 'a white candle above four black ones, the last of them with an upper shadow',
    candles: [
      [140, 141, 129, 130],
      [134, 135, 123, 124],
      [128, 129, 117, 118],
      [122, 128, 113, 114],
      [124, 132, 123, 131],
    ],
    score: 100,
  },
  {
    title: 'a close at the high of the fourth',
    candles: [
      [140, 141, 129, 130],
      [134, 135, 123, 124],
      [128, 129, 117, 118],
      [122, 128, 113, 114],
      [124, 132, 123, 128],
    ],
    score: 0,
  },
  {
    title: 'a fourth without an upper shadow',
    candles: [
      [140, 141, 129, 130],
      [134, 135, 123, 124],
      [128, 129, 117, 118],
      [122, 123, 113, 114],
      [124, 132, 123, 131],
    ],
    score: 0,
  },
])
