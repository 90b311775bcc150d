import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import {
  type Fields,
  fieldsOf,
  type MessageFacts,
  readMessage,
  type StreamMessage,
} from './stream-message.ts'

const facts: MessageFacts = { exchange: 'binance', aggregated: false, unit: null }
const receiveMs = 1_723_161_254_087
const trade = {
  e: 'trade',
  s: 'BTCUSDT',
  t: 7,
  p: '61837.63000000',
  q: '0.02',
  T: 1_723_161_255_342,
  m: true,
}

test('a time tells by its digits whether it is in milliseconds or microseconds', () => {
  for (const T of [1_723_161_255_342, 1_723_161_255_342_999]) {
    const read = readMessage({ ...trade, T }, receiveMs, facts)
    expect(read).toMatchObject({ type: 'record', record: { eventMs: 1_723_161_255_342 } })
  }
})

test('either plain trades or aggregated ones are ticks, never both', () => {
  const aggregated = { ...trade, e: 'aggTrade', t: undefined, a: 9 }
  const plain = [trade, aggregated].map((data) => readMessage(data, receiveMs, facts))
  expect(plain).toMatchObject([
    { record: { value: { trade_id: 7 } } },
    { type: 'skipped', what: 'aggregated trades' },
  ])
  const onlyAggregated = { ...facts, aggregated: true }
  const other = [trade, aggregated].map((data) => readMessage(data, receiveMs, onlyAggregated))
  expect(other).toMatchObject([
    { type: 'skipped', what: 'plain trades' },
    { record: { value: { trade_id: 9 } } },
  ])
})

const shared = fileURLToPath(new URL('../../../shared/data/fixtures', import.meta.url))

/** Every stream message of the fixtures, by the file's name. */
function fixtures(folder: string): readonly [string, Fields][] {
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name): [string, Fields] => {
      const message = fieldsOf(JSON.parse(readFileSync(join(folder, name), 'utf8'))) ?? {}
      return [name, fieldsOf(message.data) ?? message]
    })
}

describe.skipIf(!existsSync(shared))('the messages of ../shared/data/fixtures', () => {
  const all = [
    ...fixtures(join(shared, 'binance/futures/market_data_json')),
    ...fixtures(join(shared, 'binance_py/ws_messages')),
  ]
  const read = (aggregated: boolean): { readonly [name: string]: StreamMessage } =>
    Object.fromEntries(
      all.map(([name, data]) => [name, readMessage(data, receiveMs, { ...facts, aggregated })]),
    )

  test('are all read or skipped by name', () => {
    expect(all.length).toBeGreaterThan(40)
    for (const aggregated of [false, true]) {
      const faults = Object.entries(read(aggregated)).filter(([, { type }]) => type === 'fault')
      expect(faults).toEqual([])
    }
  })

  test('hold what their files are named for', () => {
    const { 'agg_trade_stream.json': futures, 'ws_spot_agg_trade.json': spot } = read(true)
    expect([futures, spot]).toMatchObject([
      { record: { topic: 'ticks', value: { trade_id: 5_933_014, price: 0.001 } } },
      { record: { topic: 'ticks', value: { trade_id: 226_532, taker_side: 'BUY' } } },
    ])
    expect(read(false)).toMatchObject({
      'trade_stream.json': { record: { value: { trade_id: 5_933_014, quantity: 100 } } },
      'ws_spot_trade.json': { record: { key: 'ETHUSDT', value: { price: 4_149.74 } } },
      'kline_stream_closed.json': { record: { topic: 'klines', value: { close: 0.002 } } },
      'kline_stream_open.json': { type: 'skipped', what: 'klines that are still open' },
      'mark_price_stream.json': {
        type: 'mark-price',
        markPrice: 11_794.15,
        indexPrice: 11_784.62659091,
        fundingRate: 0.00038167,
        nextFundingMs: 1_562_306_400_000,
      },
      'liquidation_stream.json': {
        type: 'liquidation',
        side: 'SELL',
        price: 9_910.12345678,
        quantity: 0.014,
      },
      'depth_update_stream.json': { type: 'skipped', what: 'depth updates' },
      'book_ticker_stream.json': { type: 'skipped', what: 'book tickers' },
      'ws_spot_ticker_book.json': { type: 'skipped', what: 'book tickers' },
      'ticker_stream.json': { type: 'skipped', what: 'tickers' },
    })
  })
})
