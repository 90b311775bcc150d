import { describePattern } from './testing/describe-pattern.ts'

describePattern('long-legged doji', [
  { title: 'a doji with one long shadow', candles: [[100, 110, 99.5, 101]], score: 100 },
  { title: 'a doji without one', candles: [[100, 102, 99, 101]], score: 0 },
])

describePattern('rickshaw man', [
  { title: 'a doji in the middle of its range', candles: [[100, 110, 90, 101]], score: 100 },
  { title: 'a doji near its high', candles: [[107, 110, 90, 108]], score: 0 },
])
