import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type ContextAdapter, ContextSourceError } from './adapter.ts'
import { binanceDerivatives } from './binance-derivatives.ts'
import { fearGreed } from './fear-greed.ts'
import { altBreadth, bitcoinDominance } from './market-breadth.ts'
import { newsSentiment } from './news.ts'
import { contextWeb } from './web.ts'

const nowMs = Date.UTC(2026, 0, 2, 12)
const timeoutMs = 500

/** Answers by path; a number is a status, null never answers. */
let answers: { [path: string]: string | number | null }
let server: Server
let base: string
const asked: string[] = []

beforeAll(async () => {
  server = createServer((request, response) => {
    const { pathname, search } = new URL(request.url ?? '', 'http://localhost')
    asked.push(pathname + search)
    const answer = answers[pathname + search] ?? answers[pathname]
    if (answer === null) return
    if (answer === undefined || typeof answer === 'number') response.statusCode = answer ?? 404
    response.end(typeof answer === 'string' ? answer : '')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})
beforeEach(() => {
  answers = {}
  asked.length = 0
})

const observe = (adapter: ContextAdapter, symbols: readonly string[] = ['BTCUSDT']) =>
  adapter.observe(contextWeb(timeoutMs), symbols, nowMs)
const json = (value: unknown): string => JSON.stringify(value)

describe('Binance futures', () => {
  const whole = () => ({
    '/fapi/v1/premiumIndex': json({
      symbol: 'BTCUSDT',
      markPrice: '101',
      indexPrice: '100',
      lastFundingRate: '0.0001',
      time: 1_000,
    }),
    '/futures/data/openInterestHist': json([
      { sumOpenInterest: '1000', timestamp: 5 },
      { sumOpenInterest: '1050', timestamp: 3_600_005 },
    ]),
    '/futures/data/globalLongShortAccountRatio': json([{ longShortRatio: '1.5', timestamp: 7 }]),
    '/futures/data/takerlongshortRatio': json([{ buySellRatio: '0.9', timestamp: '8' }]),
  })

  test('tell funding, mark, premium, open interest and its change, accounts and takers of a symbol', async () => {
    answers = whole()
    const observations = await observe(binanceDerivatives(base))
    expect(
      observations.map(({ symbol, kind, value, eventMs }) => [symbol, kind, value, eventMs]),
    ).toEqual([
      ['BTCUSDT', 'mark_price', 101, 1_000],
      ['BTCUSDT', 'premium', expect.closeTo(0.01, 12), 1_000],
      ['BTCUSDT', 'funding', 0.0001, 1_000],
      ['BTCUSDT', 'open_interest', 1_050, 3_600_005],
      ['BTCUSDT', 'open_interest_change', expect.closeTo(0.05, 12), 3_600_005],
      ['BTCUSDT', 'long_short_ratio', 1.5, 7],
      ['BTCUSDT', 'taker_flow', 0.9, 8],
    ])
    expect(asked).toContain('/futures/data/openInterestHist?symbol=BTCUSDT&period=1h&limit=2')
  })

  const faults: readonly [string, string, string | number][] = [
    [
      '/fapi/v1/premiumIndex',
      'has no number \'markPrice\' in its answer, but "?"',
      json({ time: 1, markPrice: '?' }),
    ],
    ['/fapi/v1/premiumIndex', 'answered 451', 451],
    ['/fapi/v1/premiumIndex', "gave no JSON: '<html>'", '<html>'],
    ['/futures/data/openInterestHist', 'gave no list of 2 or more, but []', json([])],
  ]
  for (const [path, message, answer] of faults) {
    test(`whose ${path} ${message} are an error that says where`, async () => {
      answers = { ...whole(), [path]: answer }
      const act = observe(binanceDerivatives(base))
      await expect(act).rejects.toBeInstanceOf(ContextSourceError)
      await expect(act).rejects.toThrow(`${base}${path}`)
      await expect(act).rejects.toThrow(message)
    })
  }

  test('that do not answer are an error in time', async () => {
    answers = { ...whole(), '/fapi/v1/premiumIndex': null }
    await expect(observe(binanceDerivatives(base))).rejects.toThrow(
      `did not answer in ${timeoutMs} ms`,
    )
  })
})

test('fear & greed is the newest of the index', async () => {
  answers = {
    '/fng': json({
      name: 'Fear and Greed Index',
      data: [{ value: '23', timestamp: '1767312000' }],
    }),
  }
  expect(await observe(fearGreed(`${base}/fng`))).toEqual([
    { symbol: null, kind: 'fear_greed', value: 23, eventMs: 1_767_312_000_000, detail: null },
  ])
})

test('dominance is a share', async () => {
  answers = { '/global': json({ data: { market_cap_percentage: { btc: 57.5 }, updated_at: 100 } }) }
  expect(await observe(bitcoinDominance(`${base}/global`))).toMatchObject([
    { kind: 'btc_dominance', value: 0.575, eventMs: 100_000 },
  ])
})

test('breadth counts the symbols that gained more than Bitcoin within a week', async () => {
  const klines = (first: number, last: number): string =>
    json([
      [0, '1', '1', '1', String(first)],
      [1, '1', '1', '1', String(last)],
    ])
  const path = (symbol: string): string => `/fapi/v1/klines?symbol=${symbol}&interval=1d&limit=8`
  answers = {
    [path('BTCUSDT')]: klines(100, 110),
    [path('ETHUSDT')]: klines(100, 120),
    [path('SOLUSDT')]: klines(100, 105),
  }
  expect(await observe(altBreadth(base), ['BTCUSDT', 'ETHUSDT', 'SOLUSDT'])).toEqual([
    {
      symbol: null,
      kind: 'breadth',
      value: 0.5,
      eventMs: nowMs,
      detail: '1 of 2 ahead of Bitcoin in 7 days',
    },
  ])
  expect(await observe(altBreadth(base), ['BTCUSDT'])).toEqual([])
})

describe('news', () => {
  const ago = (hours: number): string => new Date(nowMs - hours * 3_600_000).toUTCString()
  const item = (title: string, hours: number): string =>
    `<item><title><![CDATA[${title}]]></title><pubDate>${ago(hours)}</pubDate></item>`
  const rss = (...items: string[]): string =>
    `<?xml version="1.0"?><rss version="2.0"><channel><title>Feed</title>${items.join('')}</channel></rss>`
  const news = (...paths: string[]) => observe(newsSentiment(paths.map((path) => base + path)))

  test('sound as their headlines do, newer ones louder, each once, old ones not at all', async () => {
    answers = {
      '/good': rss(item('Ethereum rallies to record high on great success', 1)),
      '/bad': rss(item('Exchange hacked, users lose everything in terrible crash', 1)),
      '/mixed': rss(
        item('Ethereum rallies to record high on great success', 8),
        item('Exchange hacked, users lose everything in terrible crash', 0),
        item('Exchange hacked, users lose everything in terrible crash', 0),
        item('A wonderful day', 20),
      ),
    }
    const [good] = await news('/good')
    const [bad] = await news('/bad')
    const [mixed] = await news('/mixed')
    expect(good).toMatchObject({
      symbol: null,
      kind: 'news',
      eventMs: nowMs - 3_600_000,
      detail: '1 headlines',
    })
    expect(good?.value).toBeGreaterThan(0.4)
    expect(bad?.value).toBeLessThan(-0.4)
    expect(mixed?.value).toBeLessThan(0)
    expect(mixed?.value).toBeGreaterThan(bad?.value ?? 0)
    expect(mixed?.detail).toBe('2 headlines')
  })

  test('come from Atom too; no headline of today is no observation', async () => {
    const entry = `<entry><title type="html">Bitcoin is great</title><updated>${new Date(nowMs).toISOString()}</updated></entry>`
    answers = {
      '/atom': `<feed xmlns="http://www.w3.org/2005/Atom">${entry}</feed>`,
      '/old': rss(item('Bitcoin is great', 30)),
      '/empty': rss(),
    }
    expect((await news('/atom'))[0]?.value).toBeGreaterThan(0.4)
    expect(await news('/old')).toEqual([])
    expect(await news('/empty')).toEqual([])
  })

  test('of one feed that is away leave the others; all away, or no feed, is an error', async () => {
    answers = {
      '/good': rss(item('Bitcoin is great', 1)),
      '/away': 503,
      '/page': '<html><body/></html>',
    }
    expect(await news('/away', '/good', '/page')).toHaveLength(1)
    await expect(news('/away')).rejects.toThrow('answered 503')
    await expect(news('/page')).rejects.toThrow('is neither RSS nor Atom')
  })
})
