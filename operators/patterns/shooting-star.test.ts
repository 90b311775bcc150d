import { describePattern } from './testing/describe-pattern.ts'

describePattern('shooting star', [
  {
    title: 'a long upper shadow above the body before',
    candles: [
      [100, 111, 99, 110],
      [112, 124, 111, 114],
    ],
    score: -100,
  },
  {
    title: 'one that meets that body',
    candles: [
      [100, 111, 99, 110],
      [110, 122, 109, 112],
    ],
    score: 0,
  },
])

describePattern('inverted hammer', [
  {
    title: 'a long upper shadow below the body before',
    candles: [
      [110, 111, 99, 100],
      [96, 106, 95, 97],
    ],
    score: 100,
  },
  {
    title: 'one with a lower shadow',
    candles: [
      [110, 111, 99, 100],
      [96, 106, 92, 97],
    ],
    score: 0,
  },
])
