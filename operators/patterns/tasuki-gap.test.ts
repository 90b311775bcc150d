import { describeTwoSided } from './testing/describe-pattern.ts'

describeTwoSided('tasuki gap', [
  {
    title: 'a black candle that closes in an upward gap',
    candles: [
      [100, 106, 99, 105],
      [110, 119, 109, 118],
      [115, 116, 106, 107],
    ],
    score: 100,
  },
  {
    title: 'a black candle that closes the gap',
    candles: [
      [100, 106, 99, 105],
      [110, 119, 109, 118],
      [113, 114, 103, 104],
    ],
    score: 0,
  },
  {
    title: 'a candle of another size',
    candles: [
      [100, 106, 99, 105],
      [110, 119, 109, 118],
      [111, 112, 106, 109],
    ],
    score: 0,
  },
])
