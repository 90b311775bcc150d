import { describePattern } from './testing/describe-pattern.ts'

describePattern('stalled pattern', [
  {
    title: 'a short white candle on the shoulder of two long ones',
    candles: [
      [100, 113, 99, 112],
      [108, 123, 107, 122],
      [121, 126, 120, 124],
    ],
    score: -100,
  },
  {
    title: 'a long third',
    candles: [
      [100, 113, 99, 112],
      [108, 123, 107, 122],
      [119, 135, 118, 134],
    ],
    score: 0,
  },
  {
    title: 'a third that closes no higher',
    candles: [
      [100, 113, 99, 112],
      [108, 123, 107, 122],
      [119, 123, 118, 122],
    ],
    score: 0,
  },
])
