import { describeTwoSided } from './testing/describe-pattern.ts'

describeTwoSided('spinning top', [
  { title: 'a short body between longer shadows', candles: [[100, 105, 97, 102]], score: 100 },
  { title: 'an upper shadow of its length', candles: [[100, 104, 97, 102]], score: 0 },
])

describeTwoSided('high-wave candle', [
  { title: 'a short body between very long shadows', candles: [[100, 112, 90, 102]], score: 100 },
  {
    title: 'an upper shadow of less than twice its length',
    candles: [[100, 105, 90, 102]],
    score: 0,
  },
])
