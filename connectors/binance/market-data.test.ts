import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { intervalOfName } from '../files/candle-interval.ts'
import type { CandleInterval } from '../files/row-reader.ts'
import { MarketData, TooFarBackError } from './market-data.ts'
import { endpointsOf, type MarketEndpoints } from './market-endpoints.ts'
import { restClient } from './rest-client.ts'
import { aggregatedTradesOf, klinesOf, tradesOf } from './rest-rows.ts'
import { FakeBinance } from './testing/fake-binance.ts'
import { SetClock } from './testing/set-clock.ts'

const minuteMs = 60_000
let fake: FakeBinance
beforeEach(async () => {
  fake = await FakeBinance.start(['BTCUSDT'])
})
afterEach(() => fake.close())

function marketOf(aggregated = false, change: Partial<MarketEndpoints> = {}): MarketData {
  const endpoints = { ...endpointsOf('spot', fake.urls), ...change }
  const rest = restClient({ endpoints, clock: new SetClock(), random: () => 0.5 })
  return new MarketData({ rest, endpoints, aggregated, nowMs: () => fake.nowMs() })
}

async function idsAfter(market: MarketData, afterId: number, untilId?: number): Promise<number[]> {
  const ids: number[] = []
  for await (const page of market.tradesAfter('BTCUSDT', afterId, untilId))
    ids.push(...page.map(({ trade_id: id }) => id))
  return ids
}

/** Trades with the ids 101 to 100 + count. */
function trade(count: number): void {
  for (let at = 0; at < count; at++) fake.trade('BTCUSDT', 100 + (at % 10))
}

test('few trades are had with one request', async () => {
  trade(50)
  expect(await idsAfter(marketOf(), 140)).toEqual([
    141, 142, 143, 144, 145, 146, 147, 148, 149, 150,
  ])
  expect(fake.asked).toEqual(['trades?symbol=BTCUSDT&limit=1000'])
  expect(await idsAfter(marketOf(), 150)).toEqual([])
})

for (const aggregated of [false, true]) {
  test(`many ${aggregated ? 'aggregated ' : ''}trades are had page by page, without a hole`, async () => {
    trade(2_500)
    const ids = await idsAfter(marketOf(aggregated), 100)
    expect(ids).toEqual(Array.from({ length: 2_500 }, (_, at) => 101 + at))
    expect(await idsAfter(marketOf(aggregated), 110, 115)).toEqual([111, 112, 113, 114, 115])
  })
}

test('trades that are not given any more are told, not skipped', async () => {
  trade(1_500)
  const perpetual = marketOf(false, { oldTrades: false })
  await expect(idsAfter(perpetual, 100)).rejects.toThrow(TooFarBackError)
  expect((await idsAfter(perpetual, 1_000)).length).toBe(600)
})

test('klines come in batches, and none that the exchange has not gone on behind', async () => {
  const toMs = Math.floor(fake.nowMs() / minuteMs) * minuteMs
  const fromMs = toMs - 2_500 * minuteMs
  const sizes: number[] = []
  const opens: number[] = []
  for await (const klines of marketOf().minutes('BTCUSDT', fromMs, toMs)) {
    sizes.push(klines.length)
    opens.push(...klines.map(({ open_time }) => open_time))
  }
  expect(sizes).toEqual([999, 999, 502])
  expect(opens).toEqual(Array.from({ length: 2_500 }, (_, at) => fromMs + at * minuteMs))
})

test('the first trade since a time is found by its id', async () => {
  const nowMs = fake.nowMs()
  for (let at = 0; at < 10; at++) fake.trade('BTCUSDT', 100, nowMs - 10_000 + at * 1_000)
  expect(await marketOf().firstTradeId('BTCUSDT', nowMs - 5_000)).toBe(106)
  expect(await marketOf().firstTradeId('BTCUSDT', nowMs + 1)).toBeUndefined()
})

test('the symbols that trade, and the weight that is allowed, are the exchange’s', async () => {
  expect([...(await marketOf().symbols())]).toEqual(['BTCUSDT'])
})

const fixtures = fileURLToPath(new URL('../../../shared/data/fixtures', import.meta.url))
const read = (path: string): unknown => JSON.parse(readFileSync(join(fixtures, path), 'utf8'))

describe.skipIf(!existsSync(fixtures))('the answers in ../shared/data/fixtures', () => {
  const receiveMs = 1_900_000_000_000
  const answers = 'binance_py/http_responses/http_'

  test('hold klines of both markets', () => {
    const facts = { exchange: 'binance', symbol: 'BTCUSDT' }
    const interval = intervalOfName('1m') as CandleInterval
    const paths = [
      'binance/spot/http_json/klines_response.json',
      `${answers}spot_market_klines.json`,
      `${answers}futures_market_klines.json`,
    ]
    for (const path of paths) {
      const answer = read(path) as readonly (readonly unknown[])[]
      const klines = klinesOf(answer, { ...facts, interval }, receiveMs)
      expect(klines.length).toBe(answer.length)
      expect(klines.map(({ close }) => close)).toEqual(answer.map((row) => Number(row[4])))
    }
  })

  test('hold trades of both markets', () => {
    for (const name of [
      'spot_market_trades',
      'futures_market_trades',
      'spot_market_historical_trades',
    ]) {
      const answer = read(`${answers}${name}.json`) as readonly { readonly id: number }[]
      const ticks = tradesOf(answer, 'binance', 'BTCUSDT', receiveMs)
      expect(ticks.map(({ trade_id: id }) => id)).toEqual(answer.map(({ id }) => id))
    }
    for (const name of ['spot_market_agg_trades', 'futures_market_agg_trades']) {
      const answer = read(`${answers}${name}.json`) as readonly { readonly a: number }[]
      const trades = aggregatedTradesOf(answer, 'binance', 'BTCUSDT', receiveMs)
      expect(trades.map(({ tick }) => tick.trade_id)).toEqual(answer.map(({ a }) => a))
    }
  })
})
