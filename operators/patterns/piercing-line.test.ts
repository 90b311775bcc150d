import { describePattern } from './testing/describe-pattern.ts'

describePattern('piercing line', [
  {
    title: 'a white candle from below the low to above the middle of a black body',
    candles: [
      [115, 116, 98, 100],
      [96, 112, 95, 110],
    ],
    score: 100,
  },
  {
    title: 'a close at the middle',
    candles: [
      [115, 116, 98, 100],
      [92, 109, 91, 107.5],
    ],
    score: 0,
  },
  {
    title: 'a close above the body',
    candles: [
      [115, 116, 98, 100],
      [96, 118, 95, 116],
    ],
    score: 0,
  },
])
