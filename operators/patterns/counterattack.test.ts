import { describeTwoSided } from './testing/describe-pattern.ts'

describeTwoSided('counterattack', [
  {
    title: 'a long white candle that closes where a long black one did',
    candles: [
      [120, 121, 104, 105],
      [88, 107, 87, 105],
    ],
    score: 100,
  },
  {
    title: 'another close',
    candles: [
      [120, 121, 104, 105],
      [88, 109, 87, 108],
    ],
    score: 0,
  },
])
