import { describePattern } from './testing/describe-pattern.ts'

describePattern('mat hold', [
  {
    title: 'a rest on a long white candle, then a close above it',
    candles: [
      [100, 121, 99, 120],
      [126, 127, 123, 124],
      [122, 123, 116, 117],
      [118, 119, 113, 114],
      [116, 131, 115, 130],
    ],
    score: 100,
  },
  {
    title: 'a close within the rest',
    candles: [
      [100, 121, 99, 120],
      [126, 127, 123, 124],
      [122, 123, 116, 117],
      [118, 119, 113, 114],
      [116, 131, 115, 126],
    ],
    score: 0,
  },
  {
    title: 'a rest that sinks into the lower half',
    candles: [
      [100, 121, 99, 120],
      [126, 127, 123, 124],
      [122, 123, 116, 117],
      [113, 114, 107, 108],
      [116, 131, 115, 130],
    ],
    score: 0,
  },
])
