import { afterEach, expect, test } from 'vitest'
import { faultSettingsSchema } from './faults/fault-settings.ts'
import { scenarioSchema } from './scenarios/scenario.ts'
import type { SimExchangeServer } from './sim-exchange-server.ts'
import { answerOf, listen, startSmallExchange } from './testing/start-server.ts'

let server: SimExchangeServer | undefined
afterEach(() => server?.close())

async function start(options: Parameters<typeof startSmallExchange>[0]) {
  server = await startSmallExchange(options)
  const { url, socketUrl } = server
  const post = (path: string, body: object) =>
    answerOf(`${url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  return { get: (path: string) => answerOf(`${url}${path}`), post, socketUrl, url }
}

test('weights stand in the headers; too many are refused, and who goes on is banned', async () => {
  const { get } = await start({ limits: { scale: 0.01, banAfter: 2, banMs: 60_000 } })
  const first = await get('/api/v3/exchangeInfo')
  expect(first.headers.get('x-mbx-used-weight-1m')).toBe('20')
  const answers = []
  for (let at = 0; at < 6; at++) answers.push(await get('/api/v3/exchangeInfo'))
  const statuses = answers.map(({ status }) => status)
  expect(statuses).toEqual([200, 200, 429, 429, 418, 418])
  expect(answers[2]?.body).toMatchObject({ code: -1003 })
  expect(Number(answers[2]?.headers.get('retry-after'))).toBeGreaterThan(0)
  expect((await get('/sim/state')).status).toBe(200)
})

test('an outage by order refuses everything and ends connections by 1006; the market goes on', async () => {
  const { get, post, socketUrl, url } = await start({})
  const client = await listen(`${socketUrl}/ws/btcusdt@trade`)
  await client.until(() => client.messages.length > 0)
  await post('/sim/faults', { faults: { outage: true } })
  await client.until(() => client.closeCode() !== undefined)
  expect(client.closeCode()).toBe(1006)
  expect((await get('/api/v3/time')).status).toBe(503)
  await expect(listen(`${socketUrl}/ws/btcusdt@trade`)).rejects.toThrow(/503/)
  const before = server?.exchange.ledger('BTCUSDT')?.trades.lastId ?? 0
  await new Promise((resolve) => setTimeout(resolve, 300))
  await fetch(`${url}/sim/faults`, { method: 'DELETE' })
  expect((await get('/api/v3/time')).status).toBe(200)
  expect(server?.exchange.ledger('BTCUSDT')?.trades.lastId).toBeGreaterThan(before)
})

test('a half-open connection falls silent and stays open, while others hear on', async () => {
  const { post, socketUrl } = await start({})
  const deaf = await listen(`${socketUrl}/ws/btcusdt@trade`)
  await deaf.until(() => deaf.messages.length > 0)
  expect((await post('/sim/connections', { action: 'half-open' })).body).toEqual({ connections: 1 })
  const heard = deaf.messages.length
  const other = await listen(`${socketUrl}/ws/btcusdt@trade`)
  await other.until(() => other.messages.length > 50)
  expect(deaf.messages.length - heard).toBeLessThan(20)
  expect(deaf.closeCode()).toBeUndefined()
})

test('dropped trades are missing on the stream and there over REST', async () => {
  const faults = faultSettingsSchema.parse({ gap: 0.01, gapTrades: 10 })
  const { get, socketUrl } = await start({ faults })
  const client = await listen(`${socketUrl}/ws/btcusdt@trade`)
  const ids = () => client.messages.map(({ t }) => Number(t))
  const hole = () => ids().findIndex((id, at) => at > 0 && id > (ids()[at - 1] ?? 0) + 1)
  await client.until(() => hole() > 0)
  const missing = (ids()[hole() - 1] ?? 0) + 1
  const path = `/api/v3/aggTrades?symbol=BTCUSDT&fromId=${missing}&limit=10`
  const rows = (await get(path)).body as { readonly a: number }[]
  expect(rows.map(({ a }) => a)).toEqual(Array.from({ length: 10 }, (_, at) => missing + at))
})

test('failing and slow requests fail and are slow', async () => {
  const { get, post } = await start({ faults: faultSettingsSchema.parse({ serverError: 1 }) })
  expect((await get('/api/v3/time')).status).toBeGreaterThanOrEqual(500)
  await post('/sim/faults', { faults: { slow: 1, slowMs: 300 } })
  const startedMs = performance.now()
  expect((await get('/api/v3/time')).status).toBe(200)
  expect(performance.now() - startedMs).toBeGreaterThan(290)
})

test('connections are pinged, and ended when their time is over', async () => {
  const { socketUrl } = await start({ speed: 40, connectionLifeMs: 40_000 })
  const client = await listen(`${socketUrl}/ws/btcusdt@trade`)
  let pings = 0
  client.socket.on('ping', () => pings++)
  await client.until(() => client.closeCode() !== undefined)
  expect(client.closeCode()).toBe(1001)
  expect(pings).toBeGreaterThan(0)
})

test('bad ticks are on the stream alone: candles are right', async () => {
  const scenario = scenarioSchema.parse({
    name: 'bad',
    description: 'many bad ticks',
    phases: [{ name: 'bad', minutes: 1_440, forces: { badTicks: 0.05 } }],
  })
  const { get, socketUrl } = await start({ exchange: { scenario } })
  const client = await listen(`${socketUrl}/ws/btcusdt@trade`)
  await client.until(() => client.messages.length > 500)
  const bad = client.messages.filter(({ p }) => Math.abs(Number(p) / 60_000 - 1) > 0.5)
  expect(bad.length).toBeGreaterThan(5)
  const rows = (await get('/api/v3/klines?symbol=BTCUSDT&interval=1m&limit=5')).body as string[][]
  for (const [, , high, low] of rows) expect(Number(high) / Number(low)).toBeLessThan(1.1)
})
