import { describeTwoSided } from './testing/describe-pattern.ts'

describeTwoSided('marubozu', [
  { title: 'a long body almost without shadows', candles: [[100, 116, 99, 115]], score: 100 },
  { title: 'a long body with an upper shadow', candles: [[100, 118, 99, 115]], score: 0 },
  { title: 'a body that is not long', candles: [[100, 111, 99, 110]], score: 0 },
])

describeTwoSided('closing marubozu', [
  { title: 'a long body that closes at its high', candles: [[100, 116, 95, 115]], score: 100 },
  { title: 'a long body with an upper shadow', candles: [[100, 120, 95, 115]], score: 0 },
])

describeTwoSided('belt hold', [
  { title: 'a long body that opens at its low', candles: [[100, 120, 99, 115]], score: 100 },
  { title: 'a long body with a lower shadow', candles: [[100, 120, 95, 115]], score: 0 },
])
