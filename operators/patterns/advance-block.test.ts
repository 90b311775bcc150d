import { describePattern } from './testing/describe-pattern.ts'

describePattern('advance block', [
  {
    title: 'shrinking bodies and an upper shadow',
    candles: [
      [100, 113, 99, 112],
      [108, 118, 107, 116],
      [113, 125, 112, 118],
    ],
    score: -100,
  },
  {
    title: 'a third body far smaller than the second',
    candles: [
      [100, 113, 99, 112],
      [108, 123, 107, 122],
      [122, 125, 121, 124],
    ],
    score: -100,
  },
  {
    title: 'a second body far smaller than the first',
    candles: [
      [100, 126, 99, 125],
      [120, 129, 119, 128],
      [124, 134, 123, 133],
    ],
    score: -100,
  },
  {
    title: 'bodies that grow',
    candles: [
      [100, 113, 99, 112],
      [108, 122, 107, 121],
      [116, 130, 115, 129],
    ],
    score: 0,
  },
  {
    title: 'shrinking bodies with short shadows',
    candles: [
      [100, 113, 99, 112],
      [108, 118, 107, 117],
      [113, 121, 112, 120],
    ],
    score: 0,
  },
  {
    title: 'a first with a long upper shadow',
    candles: [
      [100, 120, 99, 112],
      [108, 118, 107, 116],
      [113, 125, 112, 118],
    ],
    score: 0,
  },
])
