import { describePattern } from './testing/describe-pattern.ts'

describePattern('mat hold', [
  {
    title: 'a rest on a long white candle, then a close above it',
    candles: [
      [100, 121, 99, 120],
      [126, 127, 123, 124],
      [122, 123, 116, 117],
      [118, 119, 113, 114],
      [116, 131, 115, 130],
    ],
    score: 100,
  },
  {
    title: 'a close within the rest',
    candles: [
      [100, 121, 99, 120],
      [126, 127, 123, 124],
      [122, 123, 116, 117],
      [118, 119, 113, 114],
      [116, 131, 115, 126],
    ],
    score: 0,
  },
  {
    title: 'a rest that sinks into the lower half',
    candles: [
      [100, 121, 99, 120],
      [126, 127, 123, 124],
      [122, 123, 116, 117],
      [113, 114, 107, 108],
      [116, 131, 115, 130],
    ],
    score: 0,
  },
  {
    title: 'a black first candle',
    candles: [
      [120, 121, 99, 100],
      [126, 127, 123, 124],
      [104, 105, 95, 96],
      [100, 101, 92, 93],
      [95, 131, 94, 130],
    ],
    score: 0,
  },
  {
    title: 'a first candle that is not long',
    candles: [
      [111, 121, 99, 120],
      [126, 127, 123, 124],
      [122, 123, 117, 118],
      [119, 120, 116, 117],
      [118, 131, 117, 130],
    ],
    score: 0,
  },
  {
    title: 'a long second candle',
    candles: [
      [100, 121, 99, 120],
      [136, 137, 123, 124],
      [122, 123, 116, 117],
      [118, 119, 113, 114],
      [116, 141, 115, 140],
    ],
    score: 0,
  },
  {
    title: 'a second candle that meets the body of the first',
    candles: [
      [100, 121, 99, 120],
      [126, 127, 119, 120],
      [122, 123, 116, 117],
      [118, 119, 113, 114],
      [116, 131, 115, 130],
    ],
    score: 0,
  },
  {
    title: 'a fourth candle that does not sink',
    candles: [
      [100, 121, 99, 120],
      [126, 127, 123, 124],
      [122, 123, 116, 117],
      [123, 124, 116, 117],
      [118, 131, 117, 130],
    ],
    score: 0,
  },
  {
    title: 'a black fifth candle',
    candles: [
      [100, 121, 99, 120],
      [126, 127, 123, 124],
      [122, 123, 116, 117],
      [118, 119, 113, 114],
      [135, 136, 128, 129],
    ],
    score: 0,
  },
  {
    title: 'a fifth candle that opens below the close before',
    candles: [
      [100, 121, 99, 120],
      [126, 127, 123, 124],
      [122, 123, 116, 117],
      [118, 119, 113, 114],
      [113, 131, 112, 130],
    ],
    score: 0,
  },
  {
    title: 'a close below the high of the third',
    candles: [
      [100, 121, 99, 120],
      [126, 127, 123, 124],
      [122, 132, 116, 117],
      [118, 119, 113, 114],
      [116, 131, 115, 130],
    ],
    score: 0,
  },
  {
    title: 'a close below the high of the fourth',
    candles: [
      [100, 121, 99, 120],
      [126, 127, 123, 124],
      [122, 123, 116, 117],
      [118, 132, 113, 114],
      [116, 131, 115, 130],
    ],
    score: 0,
  },
  {
    title: 'a white second candle',
    candles: [
      [100, 121, 99, 120],
      [123, 127, 122, 126],
      [122, 123, 116, 117],
      [118, 119, 113, 114],
      [116, 131, 115, 130],
    ],
    score: 0,
  },
  {
    title: 'a long third candle',
    candles: [
      [100, 121, 99, 120],
      [126, 127, 123, 124],
      [122, 123, 110, 111],
      [118, 119, 113, 114],
      [116, 131, 115, 130],
    ],
    score: 0,
  },
  {
    title: 'a third candle that stays above the first body',
    candles: [
      [100, 121, 99, 120],
      [126, 127, 123, 124],
      [125, 126, 121, 122],
      [118, 119, 113, 114],
      [116, 131, 115, 130],
    ],
    score: 0,
  },
  {
    title: 'a third candle that begins above the open of the second',
    candles: [
      [100, 121, 99, 120],
      [126, 127, 123, 124],
      [127, 128, 118, 119],
      [118, 119, 113, 114],
      [116, 131, 115, 130],
    ],
    score: 0,
  },
])
