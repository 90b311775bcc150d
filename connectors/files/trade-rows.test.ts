import { expect, test } from 'vitest'
import { type TradeColumns, TradeRows, type TradeSource } from './trade-rows.ts'

const columns: TradeColumns = {
  count: 5,
  time: 0,
  id: 1,
  price: 2,
  quantity: 3,
  side: 4,
  receiveTime: -1,
  symbol: -1,
  eventType: -1,
  market: -1,
}
const source: TradeSource = {
  exchange: 'file',
  symbol: 'BTCUSDT',
  unit: 'ms',
  receiveUnit: 'ns',
  sideSays: 'buyer-is-maker',
}

function rows(line: string, change: Partial<TradeColumns> = {}, says: Partial<TradeSource> = {}) {
  const count = line.split(',').length
  const reader = new TradeRows({ ...columns, count, ...change }, { ...source, ...says })
  return { reader, read: () => reader.read(Buffer.from(line), 0, line.length) }
}

test('reads a row as a tick at its trade time', () => {
  const line = '1723161255342,3735683259,61837.63000000,0.02,1,1723161254087896568'
  expect(rows(line, { receiveTime: 5 }).read()).toEqual({
    topic: 'ticks',
    key: 'BTCUSDT',
    eventMs: 1_723_161_255_342,
    receiveMs: 1_723_161_254_087,
    value: {
      exchange: 'file',
      symbol: 'BTCUSDT',
      trade_id: 3_735_683_259,
      event_time: 1_723_161_255_342,
      receive_time: 1_723_161_254_087,
      price: 61_837.63,
      quantity: 0.02,
      taker_side: 'SELL',
    },
  })
})

const sides: readonly [string, TradeSource['sideSays'], 'BUY' | 'SELL' | null][] = [
  ['1', 'buyer-is-maker', 'SELL'],
  ['0', 'buyer-is-maker', 'BUY'],
  ['True', 'buyer-is-maker', 'SELL'],
  ['false', 'buyer-is-maker', 'BUY'],
  ['', 'buyer-is-maker', null],
  ['buy', 'taker', 'BUY'],
  ['SELL', 'taker', 'SELL'],
  ['', 'taker', null],
]
for (const [text, sideSays, side] of sides) {
  test(`takes '${text}' of ${sideSays} as ${side}`, () => {
    const read = rows(`1723161255342,1,2,3,${text}`, {}, { sideSays }).read()
    expect(read).toMatchObject({ value: { taker_side: side } })
  })
}

test('takes symbol and market from the row where it names them', () => {
  const line = '1723161255342,1,2,3,1,trx/usdt,USD_M_FUTURES'
  const read = rows(line, { symbol: 5, market: 6 }, { symbol: null }).read()
  expect(read).toMatchObject({
    key: 'TRXUSDT',
    value: { exchange: 'binance-usdm', symbol: 'TRXUSDT' },
  })
})

test('leaves events that are no trades out and counts them', () => {
  const { reader, read } = rows('1723161255342,1,2,3,1,depthUpdate', { eventType: 5 })
  expect([read(), read()]).toEqual([null, null])
  expect([...reader.skipped]).toEqual([['depth updates', 2]])
})

test('leaves the placeholder of a missing trade out', () => {
  const { reader, read } = rows('1723161255342,1,0.0,0.0,1')
  expect(read()).toBeNull()
  expect([...reader.skipped.values()]).toEqual([1])
})

const faults: readonly [string, string][] = [
  ['1723161255342,1,-1,3,1', "price is negative: '-1'"],
  ['1723161255342,1,nan,3,1', "price is not a number: 'nan'"],
  ['1723161255342,1.5,2,3,1', "trade id is not a whole number: '1.5'"],
  ['1723161255342,1,2,,1', "quantity is not a number: ''"],
  ['1723161255342,1,2,3,maybe', "side cannot be read: 'maybe'"],
  [
    '1723161255342000,1,2,3,1',
    "trade time '1723161255342000' is in microseconds, the file's times are in milliseconds",
  ],
  ['0,1,2,3,1', 'trade time is 0'],
]
for (const [line, fault] of faults) {
  test(`says of ${line} that ${fault}`, () => {
    expect(rows(line).read()).toBe(fault)
  })
}

test('refuses a symbol that is none', () => {
  expect(rows('1723161255342,1,2,3,1,?', { symbol: 5 }, { symbol: null }).read()).toBe(
    "symbol cannot be read: '?'",
  )
})
