import { describeTwoSided } from './testing/describe-pattern.ts'

describeTwoSided('kicking', [
  {
    title: 'a long white candle above a long black one',
    candles: [
      [120, 121, 104, 105],
      [125, 146, 124, 145],
    ],
    score: 100,
  },
  {
    title: 'candles whose shadows meet',
    candles: [
      [120, 121, 104, 105],
      [122, 143, 121, 142],
    ],
    score: 0,
  },
  {
    title: 'a candle with a shadow',
    candles: [
      [120, 121, 104, 105],
      [125, 149, 124, 145],
    ],
    score: 0,
  },
])

describeTwoSided('kicking by length', [
  {
    title: 'a longer white candle above a black one',
    candles: [
      [120, 121, 104, 105],
      [125, 146, 124, 145],
    ],
    score: 100,
  },
  {
    title: 'a shorter white candle above a black one',
    candles: [
      [130, 131, 104, 105],
      [135, 151, 134, 150],
    ],
    score: -100,
  },
  {
    title: 'candles whose shadows meet',
    candles: [
      [120, 121, 104, 105],
      [122, 143, 121, 142],
    ],
    score: 0,
  },
])
