import { expect, test } from 'vitest'
import {
  commonestUnit,
  scanTimeMs,
  type TimeUnit,
  timeMsOf,
  timeTextFault,
  unitNote,
} from './time-unit.ts'

const times: readonly [string, TimeUnit, number][] = [
  ['1723161253', 's', 1_723_161_253_000],
  ['999999999999', 'ms', 999_999_999_999],
  ['1723161253937', 'ms', 1_723_161_253_937],
  ['1723161253937999', 'us', 1_723_161_253_937],
  ['1723161253937999999', 'ns', 1_723_161_253_937],
]
for (const [text, unit, ms] of times) {
  test(`reads ${text} in ${unit} as whole milliseconds, cut`, () => {
    expect(scanTimeMs(Buffer.from(text), 0, text.length, unit)).toBe(ms)
    if (unit !== 'ns') expect(timeMsOf(Number(text), unit)).toBe(ms)
  })
}

for (const text of [
  '',
  '0',
  '-1723161253937',
  '1723161253937.5',
  '172316125393x',
  '1723161253',
  '1723161253937085768',
]) {
  test(`refuses '${text}' among milliseconds`, () => {
    expect(scanTimeMs(Buffer.from(text), 0, text.length, 'ms')).toBeNaN()
  })
}

test('refuses what is no number in JSON', () => {
  for (const time of ['1723161253937', null, undefined, 0, -1, 1.5, 1_723_161_253]) {
    expect(timeMsOf(time, 'ms')).toBeNaN()
  }
})

test('takes the unit of most rows, milliseconds where nothing can be read', () => {
  expect(commonestUnit(['1723161253937', '1723161253937085', '1723161253937086'])).toBe('us')
  expect(commonestUnit(['1723161253937085768', '0', 'x'])).toBe('ns')
  expect(commonestUnit([])).toBe('ms')
})

test('says why a time is refused', () => {
  expect(timeTextFault('trade time', '0', 'ms')).toBe('trade time is 0')
  expect(timeTextFault('trade time', '-5', 'ms')).toBe("trade time cannot be read as a time: '-5'")
  expect(timeTextFault('trade time', '1723161253937085', 'ms')).toBe(
    "trade time '1723161253937085' is in microseconds, the file's times are in milliseconds",
  )
  expect(timeTextFault('time', '123', 'ms')).toBe(
    "time '123' has 3 digits, the file's times are in milliseconds",
  )
})

test('notes a converted column only', () => {
  expect(unitNote('open time', 'us')).toBe(
    'open time is in microseconds and was read as milliseconds',
  )
  expect(unitNote('open time', 'ms')).toBeNull()
})
