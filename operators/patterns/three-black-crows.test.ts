import { describePattern } from './testing/describe-pattern.ts'

describePattern('three black crows', [
  {
    title: 'three closes at the low after a white candle',
    candles: [
      [108, 109, 97, 98],
      [104, 105, 91, 92],
      [98, 99, 85, 86],
    ],
    score: -100,
  },
  {
    title: 'a last crow with a lower shadow',
    candles: [
      [108, 109, 97, 98],
      [104, 105, 91, 92],
      [98, 99, 81, 86],
    ],
    score: 0,
  },
  {
    title: 'a crow that opens above the body before',
    candles: [
      [108, 109, 97, 98],
      [109, 110, 91, 92],
      [98, 99, 85, 86],
    ],
    score: 0,
  },
  {
    title: 'a black candle before them',
    candles: [
      [105, 110, 90, 95],
      [108, 109, 97, 98],
      [104, 105, 91, 92],
      [98, 99, 85, 86],
    ],
    score: 0,
  },
])
