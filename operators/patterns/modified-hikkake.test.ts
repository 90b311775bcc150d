import { describeTwoSided } from './testing/describe-pattern.ts'

describeTwoSided('modified hikkake', [
  {
    title: 'a break down from two inside candles, the first closing near its low',
    candles: [
      [100, 120, 80, 110],
      [105, 115, 88, 90],
      [95, 110, 92, 100],
      [98, 108, 90, 95],
    ],
    score: 100,
  },
  {
    title: 'a first inside candle that closes in its middle',
    candles: [
      [100, 120, 80, 110],
      [100, 115, 88, 102],
      [95, 110, 92, 100],
      [98, 108, 90, 95],
    ],
    score: 0,
  },
  {
    title: 'one inside candle only',
    candles: [
      [100, 120, 80, 110],
      [105, 122, 88, 90],
      [95, 110, 92, 100],
      [98, 108, 90, 95],
    ],
    score: 0,
  },
  {
    title: 'a close above the second inside candle at once',
    candles: [
      [100, 120, 80, 110],
      [105, 115, 88, 90],
      [95, 110, 92, 100],
      [98, 108, 90, 95],
      [96, 113, 95, 112],
    ],
    score: 200,
  },
  {
    title: 'a close above it two candles later',
    candles: [
      [100, 120, 80, 110],
      [105, 115, 88, 90],
      [95, 110, 92, 100],
      [98, 108, 90, 95],
      [95, 112, 84, 100],
      [99, 115, 78, 112],
    ],
    score: 200,
  },
  {
    title: 'a close above it three candles later',
    candles: [
      [100, 120, 80, 110],
      [105, 115, 88, 90],
      [95, 110, 92, 100],
      [98, 108, 90, 95],
      [95, 112, 84, 100],
      [100, 113, 83, 101],
      [99, 115, 78, 112],
    ],
    score: 200,
  },
  {
    title: 'a close above it four candles later',
    candles: [
      [100, 120, 80, 110],
      [105, 115, 88, 90],
      [95, 110, 92, 100],
      [98, 108, 90, 95],
      [95, 112, 84, 100],
      [100, 113, 83, 101],
      [101, 114, 82, 100],
      [99, 116, 78, 112],
    ],
    score: 0,
  },
  {
    title: 'a second close above it',
    candles: [
      [100, 120, 80, 110],
      [105, 115, 88, 90],
      [95, 110, 92, 100],
      [98, 108, 90, 95],
      [96, 113, 89, 112],
      [111, 116, 88, 115],
    ],
    score: 0,
  },
  {
    title: 'a third close above it',
    candles: [
      [100, 120, 80, 110],
      [105, 115, 88, 90],
      [95, 110, 92, 100],
      [98, 108, 90, 95],
      [96, 113, 89, 112],
      [111, 116, 88, 115],
      [111, 117, 87, 116],
    ],
    score: 0,
  },
])
