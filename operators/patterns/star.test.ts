import { describePattern } from './testing/describe-pattern.ts'

describePattern('morning star', [
  {
    title: 'a short body below a long black one, then a close deep in it',
    candles: [
      [120, 121, 99, 100],
      [92, 97, 89, 96],
      [98, 115, 97, 114],
    ],
    score: 100,
  },
  {
    title: 'a close that is not deep in it',
    candles: [
      [120, 121, 99, 100],
      [92, 97, 89, 96],
      [90, 106, 89, 105],
    ],
    score: 0,
  },
  {
    title: 'a star that meets the black body',
    candles: [
      [120, 121, 99, 100],
      [96, 101, 89, 100],
      [98, 115, 97, 114],
    ],
    score: 0,
  },
])

describePattern('morning doji star', [
  {
    title: 'a doji for the star',
    candles: [
      [120, 121, 99, 100],
      [95, 97, 93, 96],
      [98, 115, 97, 114],
    ],
    score: 100,
  },
  {
    title: 'a short body for the star',
    candles: [
      [120, 121, 99, 100],
      [92, 97, 89, 96],
      [98, 115, 97, 114],
    ],
    score: 0,
  },
])

describePattern('evening star', [
  {
    title: 'a short body above a long white one, then a close deep in it',
    candles: [
      [100, 121, 99, 120],
      [124, 131, 123, 128],
      [122, 123, 104, 106],
    ],
    score: -100,
  },
  {
    title: 'a close that is not deep in it',
    candles: [
      [100, 121, 99, 120],
      [124, 131, 123, 128],
      [130, 131, 114, 115],
    ],
    score: 0,
  },
])

describePattern('evening doji star', [
  {
    title: 'a doji for the star',
    candles: [
      [100, 121, 99, 120],
      [124, 128, 123, 125],
      [122, 123, 104, 106],
    ],
    score: -100,
  },
  {
    title: 'a short body for the star',
    candles: [
      [100, 121, 99, 120],
      [124, 131, 123, 128],
      [122, 123, 104, 106],
    ],
    score: 0,
  },
])
