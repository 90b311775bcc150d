import { expect, test } from 'vitest'
import { type CandleColumns, CandleRows } from './candle-rows.ts'

const columns: CandleColumns = {
  count: 9,
  openTime: 0,
  open: 1,
  high: 2,
  low: 3,
  close: 4,
  volume: 5,
  quoteVolume: 6,
  trades: 7,
  takerBuyVolume: 8,
}
const interval = { name: '5m', ms: 300_000 }

function read(line: string, known: typeof interval | null = interval) {
  const source = { exchange: 'file', symbol: 'BTCUSDT', unit: 'ms', interval: known } as const
  return new CandleRows(columns, source).read(Buffer.from(line), 0, line.length)
}

test('reads a row as a kline whose event time is its close', () => {
  expect(read('1700000100000,1.5,2.5,1,2,10,20,3,4')).toEqual({
    topic: 'klines',
    key: 'BTCUSDT',
    eventMs: 1_700_000_400_000,
    receiveMs: null,
    value: {
      exchange: 'file',
      symbol: 'BTCUSDT',
      interval: '5m',
      open_time: 1_700_000_100_000,
      open: 1.5,
      high: 2.5,
      low: 1,
      close: 2,
      volume: 10,
      quote_volume: 20,
      trades: 3,
      taker_buy_volume: 4,
      receive_time: null,
      origin: 'STREAM',
    },
  })
})

test('leaves absent what the row does not say', () => {
  expect(read('1700000100000,1,1,1,1,0,,,')).toMatchObject({
    value: { volume: 0, quote_volume: null, trades: null, taker_buy_volume: null },
  })
})

test('gives the open time while the interval is being found out', () => {
  expect(read('1700000100000,1,1,1,1,0,,,', null)).toMatchObject({ eventMs: 1_700_000_100_000 })
})

const faults: readonly [string, string][] = [
  ['1700000100000,1,1,1,1,0', 'has 6 columns, the header has 9'],
  ['0,1,1,1,1,0,,,', 'open time is 0'],
  ['1700000100000,x,1,1,1,0,,,', "open is not a number: 'x'"],
  ['1700000100000,1,-2,1,1,0,,,', "high is negative: '-2'"],
  ['1700000100000,1,1,,1,0,,,', "low is not a number: ''"],
  ['1700000100000,1,1,1,nan,0,,,', "close is not a number: 'nan'"],
  ['1700000100000,1,1,1,1,,,,', "volume is not a number: ''"],
  ['1700000100000,1,1,1,1,1,?,,', "quote volume is not a number: '?'"],
  ['1700000100000,1,1,1,1,1,1,1.5,', "trades is not a whole number: '1.5'"],
]
for (const [line, fault] of faults) {
  test(`says of ${line} that ${fault}`, () => {
    expect(read(line)).toBe(fault)
  })
}
