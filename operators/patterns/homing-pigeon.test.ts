import { describePattern } from './testing/describe-pattern.ts'

describePattern('homing pigeon', [
  {
    title: 'a short black body inside a long black one',
    candles: [
      [120, 121, 99, 100],
      [112, 114, 107, 109],
    ],
    score: 100,
  },
  {
    title: 'a white one inside it',
    candles: [
      [120, 121, 99, 100],
      [109, 114, 107, 112],
    ],
    score: 0,
  },
])
