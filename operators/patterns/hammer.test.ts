import { describePattern } from './testing/describe-pattern.ts'

describePattern('hammer', [
  {
    title: 'a long lower shadow at the low before',
    candles: [
      [105, 106, 99, 100],
      [101, 103, 90, 102],
    ],
    score: 100,
  },
  {
    title: 'a lower shadow shorter than the body',
    candles: [
      [105, 106, 99, 100],
      [98, 105, 93, 104],
    ],
    score: 0,
  },
  {
    title: 'a hammer above the low before',
    candles: [
      [100, 106, 99, 105],
      [106, 108, 95, 107],
    ],
    score: 0,
  },
])

describePattern('hanging man', [
  {
    title: 'a long lower shadow at the high before',
    candles: [
      [100, 106, 99, 105],
      [106, 108, 95, 107],
    ],
    score: -100,
  },
  {
    title: 'a hanging man at the low before',
    candles: [
      [105, 116, 99, 100],
      [101, 103, 90, 102],
    ],
    score: 0,
  },
])
