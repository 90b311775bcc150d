import { expect, test } from 'vitest'
import { normaliseSymbol, symbolFromFileName } from './symbol-name.ts'

const spellings: readonly [string, string | null][] = [
  ['BTC/USDT', 'BTCUSDT'],
  ['BTCUSDT', 'BTCUSDT'],
  ['btc-usdt', 'BTCUSDT'],
  ['BTC_USDT', 'BTCUSDT'],
  ['BTC/USDT:USDT', 'BTCUSDT'],
  [' btcusdt ', 'BTCUSDT'],
  ['1000PEPEUSDT', '1000PEPEUSDT'],
  ['币安人生USDT', '币安人生USDT'],
  ['', null],
  ['BTC USDT', null],
  ['a'.repeat(31), null],
]
for (const [text, symbol] of spellings) {
  test(`reads '${text}' as ${symbol}`, () => {
    expect(normaliseSymbol(text)).toBe(symbol)
  })
}

const names: readonly [string, string | null][] = [
  ['klines_1m/binance_usdm_BTCUSDT_1m_2025-05.csv.gz', 'BTCUSDT'],
  ['binance_spot_BTCUSDT_trades_20240808T2354_20240809T0005.csv.gz', 'BTCUSDT'],
  ['freqtrade_XRP_ETH_trades_2019-10.csv.gz', 'XRPETH'],
  ['freqtrade_UNITTEST_BTC_1m_gappy.csv.gz', 'UNITTESTBTC'],
  ['BTC_USDT-1m.csv', 'BTCUSDT'],
  ['binance_BTC_USDT.csv', 'BTCUSDT'],
  ['binance_ETH_BTC.csv', 'ETHBTC'],
  ['trxusdt_04-03-2025.csv', 'TRXUSDT'],
  ['BTCUSDT-1m-2025-01.csv', 'BTCUSDT'],
  ['candles.csv', null],
  ['my_data_1m.csv.gz', null],
  ['BTCUSDT/candles.csv', null],
]
for (const [path, symbol] of names) {
  test(`finds ${symbol} in ${path}`, () => {
    expect(symbolFromFileName(path)).toBe(symbol)
  })
}
