import { describeTwoSided } from './testing/describe-pattern.ts'

describeTwoSided('separating lines', [
  {
    title: 'a long white candle that leaves the open of a black one',
    candles: [
      [110, 111, 99, 100],
      [110, 126, 109, 125],
    ],
    score: 100,
  },
  {
    title: 'another open',
    candles: [
      [110, 111, 99, 100],
      [113, 129, 112, 128],
    ],
    score: 0,
  },
  {
    title: 'a lower shadow',
    candles: [
      [110, 111, 99, 100],
      [110, 126, 105, 125],
    ],
    score: 0,
  },
])
