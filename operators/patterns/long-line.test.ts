import { describeTwoSided } from './testing/describe-pattern.ts'

describeTwoSided('long line', [
  { title: 'a long body with short shadows', candles: [[100, 118, 98, 115]], score: 100 },
  { title: 'a long upper shadow', candles: [[100, 121, 98, 115]], score: 0 },
])

describeTwoSided('short line', [
  { title: 'a short body with short shadows', candles: [[100, 107, 98, 104]], score: 100 },
  { title: 'a long upper shadow', candles: [[100, 110, 98, 104]], score: 0 },
])
