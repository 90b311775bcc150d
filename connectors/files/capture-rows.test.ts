import { expect, test } from 'vitest'
import { CaptureRows } from './capture-rows.ts'
import type { CaptureFacts } from './capture-survey.ts'

const facts: CaptureFacts = {
  exchange: 'binance',
  plainTrades: true,
  unit: 'ms',
  receiveUnit: 'ns',
}
const receive = '1723161254087896568'

function rows(text: string, change: Partial<CaptureFacts> = {}) {
  const reader = new CaptureRows({ ...facts, ...change })
  const line = Buffer.from(text)
  return { reader, read: () => reader.read(line, 0, line.length) }
}

function message(data: object, stream = 'btcusdt@trade') {
  return `${receive} ${JSON.stringify({ stream, data })}`
}

const trade = {
  e: 'trade',
  E: 1_723_161_255_343,
  s: 'BTCUSDT',
  t: 7,
  p: '61837.63000000',
  q: '0.02',
  T: 1_723_161_255_342,
  m: true,
  M: true,
}
const aggregated = { ...trade, e: 'aggTrade', a: 9, t: undefined }
const kline = {
  e: 'kline',
  E: 1_638_747_720_000,
  s: 'BTCUSDT',
  k: {
    t: 1_638_747_660_000,
    T: 1_638_747_719_999,
    s: 'BTCUSDT',
    i: '1m',
    f: 100,
    L: 200,
    o: '0.0010',
    c: '0.0020',
    h: '0.0025',
    l: '0.0010',
    v: '1000',
    n: 100,
    x: true,
    q: '1.0000',
    V: '500',
    Q: '0.500',
    B: '0',
  },
}

const markPrice = {
  e: 'markPriceUpdate',
  E: 1_723_161_255_000,
  s: 'BTCUSDT',
  p: '61837.6',
  i: '61840.1',
  r: '0.0001',
  T: 1_723_190_400_000,
}

test('reads a trade as a tick at its trade time', () => {
  expect(rows(message(trade)).read()).toEqual({
    topic: 'ticks',
    key: 'BTCUSDT',
    eventMs: 1_723_161_255_342,
    receiveMs: 1_723_161_254_087,
    value: {
      exchange: 'binance',
      symbol: 'BTCUSDT',
      trade_id: 7,
      event_time: 1_723_161_255_342,
      receive_time: 1_723_161_254_087,
      price: 61_837.63,
      quantity: 0.02,
      taker_side: 'SELL',
    },
  })
})

test('reads a message of a single stream, without its wrapping', () => {
  expect(rows(`${receive} ${JSON.stringify(trade)}`).read()).toMatchObject({ topic: 'ticks' })
})

test('reads an aggregated trade only where there are no plain ones', () => {
  const { reader, read } = rows(message(aggregated, 'btcusdt@aggTrade'))
  expect(read()).toBeNull()
  expect([...reader.skipped]).toEqual([['aggregated trades', 1]])
  const alone = rows(message(aggregated, 'btcusdt@aggTrade'), { plainTrades: false }).read()
  expect(alone).toMatchObject({ value: { trade_id: 9, taker_side: 'SELL' } })
})

test('reads a closed kline at its close', () => {
  expect(rows(message(kline, 'btcusdt@kline_1m')).read()).toMatchObject({
    topic: 'klines',
    eventMs: 1_638_747_720_000,
    value: {
      interval: '1m',
      open_time: 1_638_747_660_000,
      open: 0.001,
      high: 0.0025,
      low: 0.001,
      close: 0.002,
      volume: 1_000,
      quote_volume: 1,
      trades: 100,
      taker_buy_volume: 500,
      origin: 'STREAM',
    },
  })
})

test('reads microseconds where the capture has them', () => {
  const read = rows(message({ ...trade, T: 1_723_161_255_342_999 }), { unit: 'us' }).read()
  expect(read).toMatchObject({ eventMs: 1_723_161_255_342 })
})

const leftOut: readonly [string, string, string][] = [
  [
    'an open kline',
    message({ ...kline, k: { ...kline.k, x: false } }),
    'klines that are still open',
  ],
  ['a kline of 3m', message({ ...kline, k: { ...kline.k, i: '3m' } }), 'klines of other intervals'],
  ['a depth update', message({ e: 'depthUpdate' }, 'btcusdt@depth@100ms'), 'depth updates'],
  ['a book ticker', message({ u: 1, s: 'BTCUSDT' }, 'btcusdt@bookTicker'), 'book tickers'],
  ['a depth snapshot', `${receive} {"lastUpdateId":1,"bids":[]}`, 'depth snapshots'],
  ['a placeholder', message({ ...trade, p: '0', q: '0' }), 'trades without price and quantity'],
  ['a mark price', message(markPrice, 'btcusdt@markPrice'), 'mark prices'],
  ['a 24 h ticker', message({ e: '24hrTicker' }, 'btcusdt@ticker'), 'tickers'],
  ['a message of no known type', message({ e: 'listenKeyExpired' }), 'other messages'],
]
for (const [name, text, what] of leftOut) {
  test(`leaves ${name} out and counts it`, () => {
    const { reader, read } = rows(text)
    expect(read()).toBeNull()
    expect([...reader.skipped]).toEqual([[what, 1]])
  })
}

const faults: readonly [string, RegExp][] = [
  ['', /^is not '<receive time> <json>'$/],
  ['abc {}', /^receive time cannot be read as a time: 'abc'$/],
  [`${receive} {"stream":"btcusdt@trade","data":{"e":"tra`, /^cannot be parsed as JSON/],
  [`${receive} 5`, /^is JSON, but no object$/],
  [message({ ...trade, p: '-1' }), /^price is negative: '-1'$/],
  [message({ ...trade, p: undefined }), /^price is not a number: 'undefined'$/],
  [message({ ...trade, q: 'x' }), /^quantity is not a number: 'x'$/],
  [message({ ...trade, T: 0 }), /^trade time is 0$/],
  [message({ ...trade, t: 'x' }), /^trade id is not a whole number: 'x'$/],
  [message({ ...trade, m: 1 }), /^side cannot be read: '1'$/],
  [message({ ...trade, s: '' }), /^symbol cannot be read: ''$/],
  [message({ ...kline, k: { ...kline.k, c: '' } }), /^close is not a number$/],
  [message({ ...kline, k: { ...kline.k, l: '-1' } }), /^price is negative$/],
]
for (const [text, fault] of faults) {
  test(`refuses ${text.slice(20, 120)} since it ${fault.source}`, () => {
    expect(rows(text).read()).toMatch(fault)
  })
}
