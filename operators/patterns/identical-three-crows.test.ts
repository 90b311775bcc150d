import { describePattern } from './testing/describe-pattern.ts'

describePattern('identical three crows', [
  {
    title: 'three crows that open at the close before',
    candles: [
      [120, 121, 109, 110],
      [110, 111, 99, 100],
      [100, 101, 89, 90],
    ],
    score: -100,
  },
  {
    title: 'a last one that opens lower',
    candles: [
      [120, 121, 109, 110],
      [110, 111, 99, 100],
      [96, 97, 85, 86],
    ],
    score: 0,
  },
  {
    title: 'a last one with a lower shadow',
    candles: [
      [120, 121, 109, 110],
      [110, 111, 99, 100],
      [100, 101, 85, 90],
    ],
    score: 0,
  },
])
