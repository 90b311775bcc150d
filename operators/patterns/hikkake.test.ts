import { describePattern, describeTwoSided } from './testing/describe-pattern.ts'

describeTwoSided('hikkake', [
  {
    title: 'a break down from an inside candle',
    candles: [
      [100, 110, 90, 105],
      [103, 108, 94, 100],
      [98, 105, 91, 96],
    ],
    score: 100,
  },
  {
    title: 'a break on both sides',
    candles: [
      [100, 110, 90, 105],
      [103, 108, 94, 100],
      [98, 109, 91, 96],
    ],
    score: 0,
  },
  {
    title: 'a close above the inside candle at once',
    candles: [
      [100, 110, 90, 105],
      [103, 108, 94, 100],
      [98, 105, 91, 96],
      [97, 112, 96, 111],
    ],
    score: 200,
  },
  {
    title: 'a close above it three candles later',
    candles: [
      [100, 110, 90, 105],
      [103, 108, 94, 100],
      [98, 105, 91, 96],
      [96, 106, 90, 100],
      [100, 107, 89, 101],
      [99, 113, 98, 112],
    ],
    score: 200,
  },
  {
    title: 'a close above it four candles later',
    candles: [
      [100, 110, 90, 105],
      [103, 108, 94, 100],
      [98, 105, 91, 96],
      [96, 106, 90, 100],
      [100, 107, 89, 101],
      [101, 108, 88, 100],
      [99, 113, 98, 112],
    ],
    score: 0,
  },
  {
    title: 'a second close above it',
    candles: [
      [100, 110, 90, 105],
      [103, 108, 94, 100],
      [98, 105, 91, 96],
      [97, 112, 90, 111],
      [111, 116, 89, 115],
    ],
    score: 0,
  },
  {
    title: 'a third close above it',
    candles: [
      [100, 110, 90, 105],
      [103, 108, 94, 100],
      [98, 105, 91, 96],
      [97, 112, 90, 111],
      [111, 116, 89, 115],
      [111, 117, 88, 116],
    ],
    score: 0,
  },
  {
    title: 'a close at the high of the inside candle',
    candles: [
      [100, 110, 90, 105],
      [103, 108, 94, 100],
      [98, 105, 91, 96],
      [97, 112, 96, 108],
    ],
    score: 0,
  },
])

describePattern('hikkake', [
  {
    title: 'a new break that is a confirmation too',
    candles: [
      [100, 110, 90, 105],
      [103, 108, 94, 100],
      [98, 105, 91, 96],
      [97, 104, 92, 98],
      [99, 112, 93, 111],
    ],
    score: -100,
  },
  {
    title: 'no close above the inside candle of the later of two breaks',
    candles: [
      [100, 110, 90, 105],
      [103, 108, 94, 100],
      [98, 105, 91, 96],
      [97, 104, 92, 98],
      [98, 107, 93, 96],
      [97, 109, 90, 106.5],
    ],
    score: 0,
  },
])
