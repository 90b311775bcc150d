import { describePattern } from './testing/describe-pattern.ts'

describePattern('doji', [
  { title: 'a body of a tenth of the usual range', candles: [[100, 105, 95, 102]], score: 100 },
  { title: 'a larger one', candles: [[100, 105, 95, 103]], score: 0 },
])
