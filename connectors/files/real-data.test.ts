import { existsSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Kline, Tick } from '../../schemas/contracts.generated.ts'
import { type MarketFile, openMarketFile } from './market-file.ts'
import { mergeByTime } from './merge-by-time.ts'
import type { SourceRecord } from './source-record.ts'
import { allOf, recordsOf } from './testing/items.ts'

const data = new URL('../../../shared/data/', import.meta.url).pathname
const open = (path: string): Promise<MarketFile> => openMarketFile(data + path)
const all = async (path: string): Promise<SourceRecord[]> =>
  recordsOf(await allOf((await open(path)).read(0)))

const counts: readonly [string, string, number, readonly string[]][] = [
  [
    'ticks/binance_spot_BTCUSDT_trades_20240808T2354_20240809T0005.csv.gz',
    'trade-csv',
    19_904,
    ['BTCUSDT'],
  ],
  [
    'ticks/binance_spot_ETHUSDT_trades_20240808T2354_20240809T0005.csv.gz',
    'trade-csv',
    14_515,
    ['ETHUSDT'],
  ],
  ['ticks/freqtrade_XRP_ETH_trades_2019-10.csv.gz', 'trade-csv', 12_477, ['XRPETH']],
  [
    'ticks/ws_raw/binance_usdm_btcusdt_20240808T2354.ws.gz',
    'websocket-capture',
    21_313,
    ['BTCUSDT'],
  ],
  [
    'ticks/quality_positive/trade_stream_spot_trxusdt_04-03-2025.csv.gz',
    'recorder-csv',
    10_000,
    ['TRXUSDT'],
  ],
  [
    'ticks/quality_positive/trade_stream_usd_m_futures_trxusdt_04-03-2025.csv.gz',
    'recorder-csv',
    9_999,
    ['TRXUSDT'],
  ],
  ['klines_1m/binance_usdm_BTCUSDT_1m_2025-05.csv.gz', 'candle-csv', 43_199, ['BTCUSDT']],
  ['klines_1m/binance_usdm_ETHUSDT_1m_2025-05.csv.gz', 'candle-csv', 60_191, ['ETHUSDT']],
  ['klines_1m/binance_usdm_SOLUSDT_1m_2025-05.csv.gz', 'candle-csv', 43_200, ['SOLUSDT']],
  ['klines_1m/binance_spot_BTCUSDT_1m_2024-12.csv.gz', 'candle-csv', 41_761, ['BTCUSDT']],
  ['klines_1m/freqtrade_UNITTEST_BTC_1m_gappy.csv.gz', 'candle-csv', 13_681, ['UNITTESTBTC']],
  ['klines_1m/freqtrade_XRP_ETH_1m_fromtrades.csv.gz', 'candle-csv', 2_469, ['XRPETH']],
  ['klines_5m/binance_spot_SOLUSDT_5m_2024.csv.gz', 'candle-csv', 72_028, ['SOLUSDT']],
  ['klines_1h/binance_spot_BTCUSDT_1h_2017-2024.csv.gz', 'candle-csv', 58_419, ['BTCUSDT']],
  ['funding/binance_usdm_BTCUSDT_funding_8h_2025-05.csv.gz', 'funding-csv', 266, ['BTCUSDT']],
]
const merged =
  'merged_depth_snapshot_difference_depth_stream_trade_stream_usd_m_futures_trxusdt_14-04-2025.csv.gz'

describe.skipIf(!existsSync(data))('real data of ../shared/data', () => {
  for (const [path, format, records, symbols] of counts) {
    test(`${path} holds ${records} records and no bad row`, async () => {
      expect(await open(path)).toMatchObject({ format, records, symbols, badRows: 0 })
    })
  }

  test('intervals are told by the rows', async () => {
    const names = [
      'klines_1m/freqtrade_XRP_ETH_1m_fromtrades',
      'klines_5m/binance_spot_BTCUSDT_5m_2024',
      'klines_1h/binance_spot_BTCUSDT_1h_2017-2024',
    ]
    const files = await Promise.all(names.map((name) => open(`${name}.csv.gz`)))
    expect(files.map((file) => file.interval)).toEqual(['1m', '5m', '1h'])
  })

  test('a merged file of depth and trades yields its trades', async () => {
    const file = await open(`ticks/quality_positive/${merged}`)
    expect(file).toMatchObject({ records: 199, badRows: 0 })
    const [first] = recordsOf(await allOf(file.read(0)))
    expect(first?.value).toMatchObject({
      exchange: 'binance-usdm',
      trade_id: 564_661_905,
      taker_side: 'SELL',
    })
  })

  test('a file of depth alone is refused', async () => {
    const path = 'ticks/quality_positive/difference_depth_stream_spot_trxusdt_04-03-2025.csv.gz'
    await expect(open(path)).rejects.toMatchObject({ code: 'depth-only' })
  })

  test('the negative price of the corrupted file is a bad row', async () => {
    const file = await open(
      'ticks/quality_negative/trade_stream_usd_m_futures_trxusdt_04-03-2025.csv.gz',
    )
    expect(file.badRows).toBe(1)
    expect(file.notes.join()).toContain("line 2 price is negative: '-1'")
  })

  for (const [symbol, low] of [
    ['BTC', 'btc'],
    ['ETH', 'eth'],
  ] as const) {
    test(`the ${symbol} captures hold the same trades as the file made from them`, async () => {
      const parts = ['20240808T2354', '20240809T0000'].map((part) =>
        all(`ticks/ws_raw/binance_spot_${low}usdt_${part}.ws.gz`),
      )
      const captured = (await Promise.all(parts)).flat()
      const extracted = await all(
        `ticks/binance_spot_${symbol}USDT_trades_20240808T2354_20240809T0005.csv.gz`,
      )
      // Only the capture tells the exchange.
      expect(captured).toEqual(
        extracted.map((record) => ({ ...record, value: { ...record.value, exchange: 'binance' } })),
      )
    })
  }

  test("freqtrade's trades make the candles that freqtrade made of them", async () => {
    const ticks = (await all('ticks/freqtrade_XRP_ETH_trades_2019-10.csv.gz')).map(
      (record) => record.value as Tick,
    )
    const candles = (await all('klines_1m/freqtrade_XRP_ETH_1m_fromtrades.csv.gz')).map(
      (record) => record.value as Kline,
    )
    const made = new Map<number, number[]>()
    for (const { event_time, price, quantity } of ticks) {
      const openMs = event_time - (event_time % 60_000)
      const [open = price, high = price, low = price, , volume = 0] = made.get(openMs) ?? []
      made.set(openMs, [
        open,
        Math.max(high, price),
        Math.min(low, price),
        price,
        volume + quantity,
      ])
    }
    expect(
      candles.map(({ open_time, open, high, low, close }) => [open_time, open, high, low, close]),
    ).toEqual(
      [...made].map(([openMs, [open, high, low, close]]) => [openMs, open, high, low, close]),
    )
    for (const candle of candles)
      expect(made.get(candle.open_time)?.[4]).toBeCloseTo(candle.volume, 9)
  })

  test('reading on gives the same tail', async () => {
    const file = await open('ticks/binance_spot_ETHUSDT_trades_20240808T2354_20240809T0005.csv.gz')
    const whole = await allOf(file.read(0))
    for (const from of [1, 4_095, 4_096, 9_999, 14_514, 14_515]) {
      expect(await allOf(file.read(from))).toEqual(whole.slice(from))
    }
  })

  test('three markets and their funding merge in time, and from the middle on', async () => {
    const files = await Promise.all(
      ['BTC', 'ETH', 'SOL'].flatMap((symbol) => [
        open(`klines_1m/binance_usdm_${symbol}USDT_1m_2025-05.csv.gz`),
        open(`funding/binance_usdm_${symbol}USDT_funding_8h_2025-05.csv.gz`),
      ]),
    )
    let lastMs = 0
    let count = 0
    let middle: readonly number[] = []
    const tail: unknown[] = []
    for await (const chunk of mergeByTime(files, [])) {
      for (const record of recordsOf(chunk.items)) {
        expect(record.eventMs >= lastMs).toBe(true)
        lastMs = record.eventMs
      }
      count += chunk.items.length
      if (middle.length > 0) tail.push(...chunk.items)
      else if (count > 140_000) middle = chunk.positions
    }
    expect(count).toBe(files.reduce((sum, file) => sum + file.records, 0))
    const resumed: unknown[] = []
    for await (const chunk of mergeByTime(files, middle)) resumed.push(...chunk.items)
    expect(resumed).toEqual(tail)
  })
})
