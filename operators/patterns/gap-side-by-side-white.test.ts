import { describePattern } from './testing/describe-pattern.ts'

describePattern('gap side-by-side white lines', [
  {
    title: 'two alike above the body before',
    candles: [
      [100, 106, 99, 105],
      [110, 119, 109, 118],
      [110, 118, 109, 117],
    ],
    score: 100,
  },
  {
    title: 'two alike below the body before',
    candles: [
      [130, 131, 124, 125],
      [110, 119, 109, 118],
      [110, 118, 109, 117],
    ],
    score: -100,
  },
  {
    title: 'another open',
    candles: [
      [100, 106, 99, 105],
      [110, 119, 109, 118],
      [114, 123, 113, 122],
    ],
    score: 0,
  },
  {
    title: 'another size',
    candles: [
      [100, 106, 99, 105],
      [110, 119, 109, 118],
      [110, 125, 109, 124],
    ],
    score: 0,
  },
])
