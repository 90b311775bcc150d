import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { SimExchangeServer } from './sim-exchange-server.ts'
import { answerOf, listen, serverLiveMs, startSmallExchange } from './testing/start-server.ts'

let server: SimExchangeServer
beforeAll(async () => {
  server = await startSmallExchange()
})
afterAll(() => server.close())

type Row = readonly (string | number)[]
const get = (path: string) => answerOf(`${server.url}${path}`)
const rowsOf = async (path: string) => (await get(path)).body as Row[]
const minuteMs = 60_000

describe('klines', () => {
  test('from a start, as many as asked for, each a minute behind the other', async () => {
    const from = serverLiveMs - 300 * minuteMs
    const rows = await rowsOf(
      `/api/v3/klines?symbol=BTCUSDT&interval=1m&startTime=${from}&limit=200`,
    )
    expect(rows.map(([open]) => open)).toEqual(
      Array.from({ length: 200 }, (_, at) => from + at * minuteMs),
    )
    const [openMs, open, high, low, close, volume, closeMs] = rows[0] ?? []
    expect(closeMs).toBe(Number(openMs) + minuteMs - 1)
    expect(Number(high)).toBeGreaterThanOrEqual(Math.max(Number(open), Number(close)))
    expect(Number(low)).toBeLessThanOrEqual(Math.min(Number(open), Number(close)))
    expect(volume).toMatch(/^\d+\.\d{8}$/)
  })

  test('an hour is the fold of its minutes', async () => {
    const from = serverLiveMs - 180 * minuteMs
    const range = `startTime=${from}&endTime=${from + 60 * minuteMs - 1}`
    const minutes = await rowsOf(`/api/v3/klines?symbol=ETHUSDT&interval=1m&${range}`)
    const [hour] = await rowsOf(`/api/v3/klines?symbol=ETHUSDT&interval=1h&${range}`)
    expect(minutes).toHaveLength(60)
    expect(hour?.[1]).toBe(minutes[0]?.[1])
    expect(Number(hour?.[2])).toBe(Math.max(...minutes.map((row) => Number(row[2]))))
    expect(Number(hour?.[3])).toBe(Math.min(...minutes.map((row) => Number(row[3]))))
    expect(hour?.[4]).toBe(minutes.at(-1)?.[4])
    expect(hour?.[8]).toBe(minutes.reduce((sum, row) => sum + Number(row[8]), 0))
  })

  test('without a start the last ones, the open one among them', async () => {
    const rows = await rowsOf('/fapi/v1/klines?symbol=BTCUSDT&interval=5m&limit=3')
    expect(rows).toHaveLength(3)
    const nowMs = server.exchange.nowMs
    expect(Number(rows[2]?.[0])).toBeGreaterThan(nowMs - 2 * 5 * minuteMs)
  })
})

describe('what is asked wrongly is answered in the words of the exchange', () => {
  const cases = [
    ['/api/v3/klines?interval=1m', 400, -1102],
    ['/api/v3/klines?symbol=NOSUCH&interval=1m', 400, -1121],
    ['/api/v3/klines?symbol=BTCUSDT&interval=7m', 400, -1120],
    ['/api/v3/klines?symbol=BTCUSDT&interval=1m&startTime=yesterday', 400, -1100],
    ['/futures/data/openInterestHist?symbol=BTCUSDT&period=1m', 400, -1130],
    ['/api/v3/nothing', 404, -1],
  ] as const
  for (const [path, status, code] of cases) {
    test(`${path} by ${code}`, async () => {
      const answer = await get(path)
      expect([answer.status, answer.body]).toEqual([status, expect.objectContaining({ code })])
    })
  }
})

test('trades by id and by time are the same trades', async () => {
  await get('/api/v3/time')
  const { trades } = server.exchange.ledger('BTCUSDT') ?? {}
  const middle = Math.floor(((trades?.lastId ?? 0) + (trades?.firstId ?? 0)) / 2)
  type Aggregate = { readonly a: number; readonly T: number; readonly p: string }
  const byId = (await get(`/api/v3/aggTrades?symbol=BTCUSDT&fromId=${middle}&limit=50`))
    .body as Aggregate[]
  expect(byId.map(({ a }) => a)).toEqual(Array.from({ length: 50 }, (_, at) => middle + at))
  const [first, last] = [byId[0]?.T ?? 0, byId.at(-1)?.T ?? 0]
  const byTime = (
    await get(`/api/v3/aggTrades?symbol=BTCUSDT&startTime=${first}&endTime=${last}&limit=1000`)
  ).body as Aggregate[]
  expect(byTime).toEqual(expect.arrayContaining(byId.slice(1, -1)))
})

test('each paths of the futures context answers with numbers from the positions of the agents', async () => {
  const premium = (await get('/fapi/v1/premiumIndex?symbol=BTCUSDT')).body as {
    [name: string]: string
  }
  const spot = (await get('/api/v3/ticker/price?symbol=BTCUSDT')).body as { price: string }
  expect(Math.abs(Number(premium.markPrice) / Number(spot.price) - 1)).toBeLessThan(0.01)
  const paths = [
    '/fapi/v1/openInterest?symbol=BTCUSDT',
    '/futures/data/openInterestHist?symbol=BTCUSDT&period=5m',
    '/futures/data/globalLongShortAccountRatio?symbol=BTCUSDT&period=15m',
    '/futures/data/topLongShortPositionRatio?symbol=BTCUSDT&period=1h',
    '/futures/data/takerlongshortRatio?symbol=BTCUSDT&period=5m',
  ]
  const firsts: { [name: string]: string }[] = []
  for (const path of paths) {
    const { body } = await get(path)
    firsts.push(Array.isArray(body) ? body.at(-1) : body)
  }
  const [open, history, accounts, top, taker] = firsts
  expect(Number(open?.openInterest)).toBeGreaterThan(0)
  expect(Number(history?.sumOpenInterestValue)).toBeGreaterThan(0)
  expect(Number(accounts?.longAccount) + Number(accounts?.shortAccount)).toBeCloseTo(1, 3)
  expect(Number(top?.longShortRatio)).toBeGreaterThan(0)
  expect(Number(taker?.buyVol) * Number(taker?.sellVol)).toBeGreaterThan(0)
})

describe('streams', () => {
  test('trades have no gap and closed klines are those of the ledger', async () => {
    const streams = 'btcusdt@trade/btcusdt@kline_1m'
    const client = await listen(`${server.socketUrl}/stream?streams=${streams}`)
    type Data = {
      readonly t: number
      readonly k: {
        readonly t: number
        readonly x: boolean
        readonly c: string
        readonly v: string
      }
    }
    const of = (stream: string) =>
      client.messages.filter((one) => one.stream === stream).map(({ data }) => data as Data)
    const closed = () => of('btcusdt@kline_1m').filter(({ k }) => k.x)
    await client.until(() => closed().length >= 2)
    client.socket.close()
    const ids = of('btcusdt@trade').map(({ t }) => t)
    expect(ids.length).toBeGreaterThan(100)
    expect(ids).toEqual(ids.map((_, at) => (ids[0] ?? 0) + at))
    for (const { k } of closed()) {
      const range = `startTime=${k.t}&endTime=${k.t}`
      const [row] = await rowsOf(`/sim/ledger?symbol=BTCUSDT&${range}`)
      expect([row?.[0], row?.[4], row?.[5]]).toEqual([k.t, k.c, k.v])
    }
  })

  test('can be subscribed, listed and left, on any path', async () => {
    const client = await listen(`${server.socketUrl}/ws/0`)
    const ask = async (id: number, request: object) => {
      client.socket.send(JSON.stringify({ ...request, id }))
      await client.until(() => client.messages.some((one) => one.id === id))
      return client.messages.find((one) => one.id === id)
    }
    const params = ['ethusdt@aggTrade', 'ethusdt@bookTicker']
    expect(await ask(1, { method: 'SUBSCRIBE', params })).toEqual({ result: null, id: 1 })
    await client.until(() => client.messages.some((one) => one.e === 'aggTrade'))
    expect(await ask(2, { method: 'LIST_SUBSCRIPTIONS' })).toEqual({ result: params, id: 2 })
    await ask(3, { method: 'UNSUBSCRIBE', params })
    expect(await ask(4, { method: 'LIST_SUBSCRIPTIONS' })).toEqual({ result: [], id: 4 })
    expect(await ask(5, { method: 'SELL' })).toMatchObject({ error: { code: 2 } })
    client.socket.close()
  })

  test('changes of depth put upon a snapshot give the book', async () => {
    const client = await listen(`${server.socketUrl}/ws/btcusdt@depth@100ms`)
    await client.until(() => client.messages.length >= 3)
    type Level = readonly [string, string]
    type Diff = { readonly U: number; readonly u: number; readonly b: Level[]; readonly a: Level[] }
    const snapshot = (await get('/api/v3/depth?symbol=BTCUSDT&limit=5000')).body as {
      readonly lastUpdateId: number
      readonly bids: Level[]
      readonly asks: Level[]
    }
    await client.until(
      () => (client.messages.at(-1) as unknown as Diff).u > snapshot.lastUpdateId + 500,
    )
    client.socket.close()
    const diffs = (client.messages as unknown as Diff[]).filter(
      ({ u }) => u > snapshot.lastUpdateId,
    )
    expect(diffs[0]?.U).toBeLessThanOrEqual(snapshot.lastUpdateId + 1)
    const bids = new Map(snapshot.bids)
    const asks = new Map(snapshot.asks)
    let lastUpdate = diffs[0]?.U ?? 0
    for (const { U, u, b, a } of diffs) {
      expect(U).toBe(lastUpdate)
      lastUpdate = u + 1
      for (const [side, levels] of [
        [bids, b],
        [asks, a],
      ] as const) {
        for (const [price, quantity] of levels) {
          if (Number(quantity) === 0) side.delete(price)
          else side.set(price, quantity)
        }
      }
    }
    const best = Math.max(...[...bids.keys()].map(Number))
    expect(best).toBeLessThan(Math.min(...[...asks.keys()].map(Number)))
    expect(bids.size).toBeGreaterThan(50)
  })

  test('of futures lie below /fstream and know mark prices', async () => {
    const streams = 'btcusdt@markPrice@1s/!markPrice@arr/btcusdt@depth5'
    const client = await listen(`${server.socketUrl}/fstream/stream?streams=${streams}`)
    await client.until(() => new Set(client.messages.map(({ stream }) => stream)).size === 3)
    client.socket.close()
    const mark = client.messages.find(({ stream }) => stream === 'btcusdt@markPrice@1s')
    expect(mark?.data).toMatchObject({ e: 'markPriceUpdate', s: 'BTCUSDT' })
  })
})
