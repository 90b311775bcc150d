import { expect, test } from 'vitest'
import { csvFormat } from './csv-header.ts'
import type { RowFormat } from './row-reader.ts'

function formatOf(...lines: readonly string[]): RowFormat {
  return csvFormat({ path: 'x.csv', lines }, () => 'BTCUSDT')
}

/** The first row after the header, read. */
function firstRow(...lines: readonly string[]) {
  const format = formatOf(...lines)
  const line = Buffer.from(lines[format.headerLines] ?? '')
  return format.reader({ name: '1m', ms: 60_000 }).read(line, 0, line.length)
}

const candles = [
  ['ours', 'open_time_ms,open,high,low,close,volume', '1700000040000,1,2,0.5,1.5,9'],
  [
    'with quote volume',
    'open_time_ms,open,high,low,close,volume,quote_volume,trades',
    '1700000040000,1,2,0.5,1.5,9,8,7',
  ],
  ['in another order', 'volume,close,low,high,open,Open_Time', '9,1.5,0.5,2,1,1700000040000'],
] as const
for (const [name, header, row] of candles) {
  test(`knows candles ${name}`, () => {
    expect(formatOf(header, row)).toMatchObject({
      name: 'candle-csv',
      candles: true,
      headerLines: 1,
    })
    expect(firstRow(header, row)).toMatchObject({
      eventMs: 1_700_000_100_000,
      value: {
        symbol: 'BTCUSDT',
        exchange: 'file',
        open: 1,
        high: 2,
        low: 0.5,
        close: 1.5,
        volume: 9,
      },
    })
  })
}

test("knows the exchange's candle archives, with and without header", () => {
  const row = '1735689600000000,1,2,0.5,1.5,9,1735689659999999,8,7,6,5,0'
  const kline = {
    eventMs: 1_735_689_660_000,
    value: { open_time: 1_735_689_600_000, quote_volume: 8, trades: 7, taker_buy_volume: 6 },
  }
  expect(firstRow(row)).toMatchObject(kline)
  expect(formatOf(row)).toMatchObject({
    headerLines: 0,
    notes: ['open time is in microseconds and was read as milliseconds'],
  })
  const header =
    'open_time,open,high,low,close,volume,close_time,quote_volume,count,taker_buy_volume,taker_buy_quote_volume,ignore'
  expect(firstRow(header, row)).toMatchObject(kline)
})

const tick = { topic: 'ticks', eventMs: 1_723_161_255_342 }
const trades = [
  [
    'ours',
    'recv_ns,event_ms,trade_ms,trade_id,price,qty,buyer_is_maker',
    '1723161254087896568,1723161255343,1723161255342,7,2,3,1',
    { receiveMs: 1_723_161_254_087 },
  ],
  [
    "freqtrade's",
    'timestamp,id,type,side,price,amount,cost',
    '1723161255342,7,,sell,2,3,6',
    { receiveMs: null },
  ],
  [
    "the exchange's archive",
    'id,price,qty,quote_qty,time,is_buyer_maker',
    '7,2,3,6,1723161255342,true',
    { receiveMs: null },
  ],
] as const
for (const [name, header, row, receive] of trades) {
  test(`knows trades of ${name}`, () => {
    expect(formatOf(header, row).name).toBe('trade-csv')
    const value = {
      trade_id: 7,
      price: 2,
      quantity: 3,
      taker_side: 'SELL',
      exchange: 'file',
      symbol: 'BTCUSDT',
    }
    expect(firstRow(header, row)).toMatchObject({ ...tick, ...receive, value })
  })
}

test('knows a trade archive without header', () => {
  expect(firstRow('7,2,3,6,1723161255342000,False,True')).toMatchObject({
    ...tick,
    value: { taker_side: 'BUY' },
  })
})

const recorder =
  'TimestampOfReceive,Stream,EventType,EventTime,TransactionTime,Symbol,TradeId,Price,Quantity,IsBuyerMarketMaker'
for (const [last, exchange] of [
  ['XUnknownParameter', 'binance-usdm'],
  ['MUnknownParameter', 'binance'],
] as const) {
  test(`knows trades of a recorder, ${exchange} by ${last}`, () => {
    const row =
      '1723161255349,trxusdt@trade,trade,1723161255343,1723161255342,TRXUSDT,7,2,3,0,MARKET'
    expect(formatOf(`${recorder},${last}`, row).name).toBe('recorder-csv')
    expect(firstRow(`${recorder},${last}`, row)).toMatchObject({
      ...tick,
      key: 'TRXUSDT',
      receiveMs: 1_723_161_255_349,
      value: { exchange, taker_side: 'BUY' },
    })
  })
}

test('passes a comment block before the header over', () => {
  expect(formatOf('# report', '#', 'time_ms,funding_rate', '1741276800000,1')).toMatchObject({
    name: 'funding-csv',
    headerLines: 3,
  })
})

test('knows funding rates', () => {
  expect(firstRow('time_ms,funding_rate', '1741276800000,6.8e-05')).toMatchObject({
    topic: 'context',
    value: { value: 6.8e-5 },
  })
})

test('asks for the symbol only where no column names it', () => {
  const symbolOf = () => {
    throw new Error('asked')
  }
  const row = '1723161255349,trxusdt@trade,trade,1723161255343,1723161255342,TRXUSDT,7,2,3,0'
  expect(() => csvFormat({ path: 'x', lines: [recorder, row] }, symbolOf)).not.toThrow()
  expect(() => csvFormat({ path: 'x', lines: ['time_ms,funding_rate'] }, symbolOf)).toThrow('asked')
})

test('refuses a header that it does not know and lists those it knows', () => {
  expect(() => formatOf('date,Open,high,low,close,volume', '2017-01-03,1,1,1,1,1')).toThrow(
    /x\.csv has a header that is not known: 'date,Open,high,low,close,volume'\. Known headers are:\n {2}open_time_ms/,
  )
})

test('refuses order-book depth', () => {
  const header =
    'TimestampOfReceive,Stream,EventType,EventTime,Symbol,FirstUpdateId,FinalUpdateId,IsAsk,Price,Quantity'
  expect(() => formatOf(header)).toThrow(/holds order-book depth updates, no trades/)
})
