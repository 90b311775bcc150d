import { describePattern } from './testing/describe-pattern.ts'

describePattern('three white soldiers', [
  {
    title: 'three closes at the high',
    candles: [
      [100, 111, 99, 110],
      [107, 119, 106, 118],
      [115, 127, 114, 126],
    ],
    score: 100,
  },
  {
    title: 'a last one with an upper shadow',
    candles: [
      [100, 111, 99, 110],
      [107, 119, 106, 118],
      [115, 133, 114, 126],
    ],
    score: 0,
  },
  {
    title: 'a last one that opens far above the close before',
    candles: [
      [100, 111, 99, 110],
      [107, 119, 106, 118],
      [124, 137, 123, 136],
    ],
    score: 0,
  },
  {
    title: 'a last one that is short',
    candles: [
      [100, 111, 99, 110],
      [107, 119, 106, 118],
      [115, 123, 114, 122],
    ],
    score: 0,
  },
])
