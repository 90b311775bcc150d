import { describePattern } from './testing/describe-pattern.ts'

describePattern('three stars in the south', [
  {
    title: 'black candles that calm down',
    candles: [
      [120, 121, 88, 105],
      [112, 113, 92, 102],
      [104, 105, 98, 99],
    ],
    score: 100,
  },
  {
    title: 'a new low in the second',
    candles: [
      [120, 121, 88, 105],
      [112, 113, 87, 102],
      [104, 105, 98, 99],
    ],
    score: 0,
  },
  {
    title: 'a third with shadows',
    candles: [
      [120, 121, 88, 105],
      [112, 113, 92, 102],
      [104, 108, 94, 99],
    ],
    score: 0,
  },
  {
    title: 'a second that opens above the high of the first',
    candles: [
      [120, 121, 88, 105],
      [123, 124, 92, 109],
      [108, 109, 102, 103],
    ],
    score: 0,
  },
])
