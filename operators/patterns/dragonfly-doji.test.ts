import { describePattern } from './testing/describe-pattern.ts'

describePattern('dragonfly doji', [
  { title: 'a doji at its high', candles: [[102, 103, 97, 100]], score: 100 },
  { title: 'a doji with an upper shadow', candles: [[100, 104, 90, 100]], score: 0 },
])

describePattern('gravestone doji', [
  { title: 'a doji at its low', candles: [[100, 110, 99, 100]], score: 100 },
  { title: 'a doji with a lower shadow', candles: [[100, 110, 96, 100]], score: 0 },
])

describePattern('takuri line', [
  {
    title: 'a doji at its high with a very long lower shadow',
    candles: [[100, 101, 90, 101]],
    score: 100,
  },
  { title: 'a lower shadow of less than two bodies', candles: [[102, 103, 97, 100]], score: 0 },
])
