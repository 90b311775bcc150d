import { expect, test } from 'vitest'
import { FundingRows } from './funding-rows.ts'

function read(line: string) {
  const columns = { count: 2, time: 0, rate: 1 }
  const source = { exchange: 'file', symbol: 'BTCUSDT', unit: 'ms' } as const
  return new FundingRows(columns, source).read(Buffer.from(line), 0, line.length)
}

test('reads a row as a context point, negative rates too', () => {
  expect(read('1741305600000,-6.12e-06')).toEqual({
    topic: 'context',
    key: 'BTCUSDT',
    eventMs: 1_741_305_600_000,
    receiveMs: null,
    value: {
      exchange: 'file',
      symbol: 'BTCUSDT',
      kind: 'funding',
      event_time: 1_741_305_600_000,
      receive_time: null,
      value: -0.000_006_12,
      detail: null,
    },
  })
})

test('refuses a row that cannot be read', () => {
  expect(read('1741305600000,')).toBe("funding rate is not a number: ''")
  expect(read('x,1')).toBe("time cannot be read as a time: 'x'")
  expect(read('1741305600000')).toBe('has 1 columns, the header has 2')
})
