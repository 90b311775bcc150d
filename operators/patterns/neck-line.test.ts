import { describePattern } from './testing/describe-pattern.ts'

describePattern('on-neck', [
  {
    title: 'a close at the low of the black candle',
    candles: [
      [120, 121, 98, 100],
      [92, 99, 91, 98],
    ],
    score: -100,
  },
  {
    title: 'a close in its body',
    candles: [
      [120, 121, 98, 100],
      [95, 108, 94, 107],
    ],
    score: 0,
  },
])

describePattern('in-neck', [
  {
    title: 'a close at the close of the black candle',
    candles: [
      [120, 121, 98, 100],
      [95, 102, 94, 100.5],
    ],
    score: -100,
  },
  {
    title: 'a close below it',
    candles: [
      [120, 121, 98, 100],
      [95, 102, 94, 99.5],
    ],
    score: 0,
  },
])

describePattern('thrusting', [
  {
    title: 'a close in the lower half of the black body',
    candles: [
      [120, 121, 98, 100],
      [95, 108, 94, 107],
    ],
    score: -100,
  },
  {
    title: 'a close above its middle',
    candles: [
      [120, 121, 98, 100],
      [95, 113, 94, 112],
    ],
    score: 0,
  },
  {
    title: 'an open at its low',
    candles: [
      [120, 121, 98, 100],
      [98, 108, 94, 107],
    ],
    score: 0,
  },
])
