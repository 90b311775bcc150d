import { describePattern } from './testing/describe-pattern.ts'

describePattern('stick sandwich', [
  {
    title: 'two black candles that close at one price, a white one above it between them',
    candles: [
      [115, 116, 103, 105],
      [107, 116, 106, 114],
      [116, 117, 104, 105],
    ],
    score: 100,
  },
  {
    title: 'a white one that touches that price',
    candles: [
      [115, 116, 103, 105],
      [107, 116, 105, 114],
      [116, 117, 104, 105],
    ],
    score: 0,
  },
  {
    title: 'another close',
    candles: [
      [115, 116, 103, 105],
      [107, 116, 106, 114],
      [116, 117, 104, 108],
    ],
    score: 0,
  },
])
