import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ConfigError } from '../../engine/core/errors.ts'
import { feedLimits } from './feed-state.ts'
import { RestError } from './rest-error.ts'
import { Collected } from './testing/collected.ts'
import { FakeBinance } from './testing/fake-binance.ts'

const minuteMs = 60_000
const symbols = ['BTCUSDT', 'ETHUSDT', 'SOLUSDT']
let fake: FakeBinance
const running: Collected[] = []

beforeEach(async () => {
  fake = await FakeBinance.start(symbols)
})
afterEach(async () => {
  for (const collected of running.splice(0)) await collected.stop().catch(() => undefined)
  await fake.close()
})

function collect(
  ...rest: ConstructorParameters<typeof Collected> extends [unknown, ...infer R] ? R : never
): Collected {
  const collected = new Collected(fake, ...rest)
  running.push(collected)
  return collected
}

/** Numbers from one to another. */
const range = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_, at) => from + at)
const trade = (count = 1, symbol = 'BTCUSDT'): void => {
  for (let at = 0; at < count; at++) fake.trade(symbol, 100 + (at % 5))
}
const trusted = { ...feedLimits, backOffFirstMs: 50 }

/** One that is connected and has 101 and 102. */
async function live(options: ConstructorParameters<typeof Collected>[1] = {}): Promise<Collected> {
  const collected = collect(options)
  await collected.connected(fake)
  trade(2)
  await collected.until('the first trades', () => collected.ids().length >= 2)
  return collected
}

test('trades come as they are sent, and the clock is told meanwhile', async () => {
  const collected = await live()
  await collected.until('two beats', () => collected.beats().length >= 2)
  expect(collected.ids()).toEqual([101, 102])
  const [first = 0, second = 0] = collected.beats()
  expect(Math.abs(second - fake.nowMs())).toBeLessThan(2_000)
  expect(second).toBeGreaterThan(first)
  expect(collected.frames.length).toBe(2)
})

describe('whatever happens to the stream, each trade comes once and in order:', () => {
  test('a dropped frame is fetched, and what is behind it waits', async () => {
    const collected = await live()
    fake.dropNext = 3
    trade(10)
    await collected.until('all trades', () => collected.ids().length >= 12)
    expect(collected.ids()).toEqual(range(101, 112))
    expect(collected.source.current?.outlet).toMatchObject({ holes: 1, filled: 1, late: 0 })
  })

  test('frames that are sent twice', async () => {
    const collected = await live()
    fake.duplicateNext = 3
    trade(5)
    await collected.until('all trades', () => collected.ids().length >= 7)
    expect(collected.ids()).toEqual(range(101, 107))
    expect(collected.source.current?.outlet.duplicates).toBe(3)
  })

  test('frames that overtake each other need no request', async () => {
    const collected = await live()
    fake.asked.length = 0
    fake.reorderNext = true
    trade(4)
    await collected.until('all trades', () => collected.ids().length >= 6)
    expect(collected.ids()).toEqual(range(101, 106))
    expect(fake.asked.filter((path) => path.includes('rades'))).toEqual([])
  })

  test('a connection that is cut (1006): REST stands in, another one is opened', async () => {
    const collected = await live({ limits: trusted })
    fake.refusing = true
    fake.cut()
    trade(10)
    await collected.until('trades by REST', () => collected.ids().length >= 12)
    fake.refusing = false
    await collected.connected(fake, 2)
    trade(3)
    await collected.until('trades by the stream', () => collected.ids().length >= 15)
    expect(collected.ids()).toEqual(range(101, 115))
    expect(collected.source.current?.feed.state.reconnects).toBeGreaterThan(0)
  })

  test('a half-open connection: REST stands in, and it is closed', async () => {
    const limits = { ...trusted, pingAfterMs: 200, silenceMs: 600 }
    const collected = await live({ limits })
    fake.mute()
    trade(5)
    await collected.until('another connection', () => fake.connections.length >= 2)
    await collected.connected(fake, 2)
    trade(2)
    await collected.until('all trades', () => collected.ids().length >= 9)
    expect(collected.ids()).toEqual(range(101, 109))
    expect(collected.notes.join()).toContain('nothing came for 600 ms')
  })

  test('a planned reconnect, over which both connections deliver', async () => {
    const collected = await live({ limits: { ...trusted, lifetimeMs: 300 } })
    const stopMs = Date.now() + 2_500
    while (Date.now() < stopMs) {
      trade(1)
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    const last = fake.trades.get('BTCUSDT')?.at(-1)?.id ?? 0
    await collected.until('the last trade', () => collected.ids().at(-1) === last)
    expect(collected.ids()).toEqual(range(101, last))
    expect(fake.connections.length).toBeGreaterThan(2)
    expect(collected.source.current?.outlet.holes).toBe(0)
  })

  test('a stream that is dead on a connection that lives is found by the exchange’s newest trade', async () => {
    const collected = await live({ symbols: ['BTCUSDT', 'ETHUSDT'], staleMs: 300, limits: trusted })
    trade(1, 'ETHUSDT')
    await collected.until('ETHUSDT', () => collected.ids('ETHUSDT').length === 1)
    fake.connections[0]?.delete('btcusdt@trade')
    const chatter = setInterval(() => trade(1, 'ETHUSDT'), 50)
    trade(3)
    await collected.until('another connection', () => fake.connections.length >= 2)
    await collected.until('the end of the first', () =>
      collected.notes.join().includes('taken over'),
    )
    trade(1)
    await collected.until('all trades', () => collected.ids().length >= 6)
    clearInterval(chatter)
    expect(collected.ids()).toEqual(range(101, 106))
    expect(collected.source.counts.deadStreams).toBeGreaterThan(0)
  })
})

test('a hole that is not filled in time lets the rest go, and is repaired by klines', async () => {
  const collected = await live({ holdMs: 150 })
  fake.restFailures.push(...Array.from({ length: 5 }, () => ({ status: 500 })))
  fake.dropNext = 1
  trade(3)
  await collected.until('the rest', () => collected.ids().length >= 4)
  expect(collected.ids()).toEqual([101, 102, 104, 105])
  await collected.until('a repair', () => collected.bookmarks.repairs !== undefined)
  expect(collected.bookmarks.repairs).toEqual([
    expect.objectContaining({ symbol: 'BTCUSDT', fromMs: expect.any(Number) }),
  ])
  await collected.stop()
  // The minute has closed meanwhile: the next start repairs it.
  fake.skewMs = 2 * minuteMs
  const next = collect({}, collected.bookmarks)
  await next.until('the kline', () => next.klines().length > 0)
  const [{ fromMs }] = collected.bookmarks.repairs as [{ readonly fromMs: number }]
  expect(next.klines()[0]).toMatchObject({ open_time: fromMs, origin: 'BACKFILL' })
  await next.until('no repair', () => (next.bookmarks.repairs as unknown[]).length === 0)
})

describe('a start', () => {
  test('goes on at the last trade that was committed', async () => {
    const collected = await live()
    await collected.stop()
    trade(1_500)
    const next = collect({}, collected.bookmarks)
    await next.until('what was missed', () => next.ids().length >= 1_500)
    expect(next.ids()).toEqual(range(103, 1_602))
    expect(next.klines()).toEqual([])
  })

  test('fetches what is long ago as klines, then the trades of the minute at hand', async () => {
    const collected = await live()
    await collected.stop()
    fake.skewMs = 90 * minuteMs
    trade(3)
    const next = collect({}, collected.bookmarks)
    await next.until('trades', () => next.ids().length >= 3)
    await next.connected(fake, 2)
    trade(1)
    await next.until('the stream', () => next.ids().length >= 4)
    expect(next.ids()).toEqual([103, 104, 105, 106])
    const opens = next.klines().map(({ open_time }) => open_time)
    // One more where the minute turned meanwhile.
    expect([90, 91]).toContain(opens.length)
    expect(opens).toEqual(range(0, opens.length - 1).map((at) => (opens[0] ?? 0) + at * minuteMs))
  })

  test('gives new symbols their history first, in the order of time, and goes on with it where it was stopped', async () => {
    const warmupMs = 2_500 * minuteMs
    const both = ['BTCUSDT', 'ETHUSDT']
    const first = collect({ symbols: both, warmupMs })
    await first.until('a part of the history', () => first.klines('ETHUSDT').length > 0)
    await first.stop()
    const next = collect({ symbols: both, warmupMs }, first.bookmarks)
    await next.connected(fake, fake.connections.length + 1)
    for (const symbol of both) {
      const opens = [...first.klines(symbol), ...next.klines(symbol)].map((one) => one.open_time)
      expect(new Set(opens).size).toBeGreaterThanOrEqual(2_500)
      expect([...new Set(opens)]).toEqual([...new Set(opens)].sort((a, b) => a - b))
    }
    const times = first.items.flatMap((item) => (item.kind === 'record' ? [item.eventMs] : []))
    expect(times).toEqual([...times].sort((a, b) => a - b))
    expect(next.klines().every(({ origin }) => origin === 'BACKFILL')).toBe(true)
  })

  test('tells where the exchange itself has no candles', async () => {
    const nowMs = Math.floor(fake.nowMs() / minuteMs) * minuteMs
    for (const ago of [5, 4, 3]) fake.outages.add(nowMs - ago * minuteMs)
    const collected = collect({ warmupMs: 10 * minuteMs })
    await collected.connected(fake)
    const holes = collected.items.filter(
      (item) => item.kind === 'record' && item.topic.name === 'context',
    )
    expect(holes).toMatchObject([
      { value: { kind: 'exchange_hole', event_time: nowMs - 5 * minuteMs, value: 3 } },
    ])
  })

  test('waits for an exchange that is down', async () => {
    fake.restFailures.push({ status: 503 }, { status: 503 })
    const collected = await live()
    expect(collected.ids()).toEqual([101, 102])
  })

  test('fails where the region is refused, or the symbol is not traded', async () => {
    fake.restFailures.push({ status: 451 })
    expect(await collect().failure()).toBeInstanceOf(RestError)
    expect(await collect({ symbols: ['NOPEUSDT'] }).failure()).toBeInstanceOf(ConfigError)
  })
})

describe('while it runs', () => {
  test('a symbol is added with its history, followed, and remembered at the next start', async () => {
    const collected = await live({ warmupMs: 3 * minuteMs })
    expect(await collected.source.running().addSymbol('ETHUSDT')).toBe(true)
    expect(await collected.source.running().addSymbol('ETHUSDT')).toBe(false)
    await collected.until('its streams', () => fake.connections[0]?.has('ethusdt@trade') === true)
    trade(2, 'ETHUSDT')
    await collected.until('its trades', () => collected.ids('ETHUSDT').length >= 2)
    expect(collected.klines('ETHUSDT').length).toBeGreaterThanOrEqual(3)
    await collected.stop()
    const next = collect({ warmupMs: 3 * minuteMs }, collected.bookmarks)
    await next.until('a run', () => next.source.current !== undefined)
    expect(next.source.running().subscription.symbols).toEqual(['BTCUSDT', 'ETHUSDT'])
    // Another list at the start is what is meant then.
    const other = collect({ symbols: ['SOLUSDT'] }, collected.bookmarks)
    await other.until('a run', () => other.source.current !== undefined)
    expect(other.source.running().subscription.symbols).toEqual(['SOLUSDT'])
  })

  test('a symbol that is removed is heard of no more, and the last one stays', async () => {
    const collected = await live({ symbols: ['BTCUSDT', 'ETHUSDT'] })
    expect(collected.source.running().removeSymbol('ETHUSDT')).toBe(true)
    await collected.until('silence', () => fake.connections[0]?.has('ethusdt@trade') === false)
    trade(1, 'ETHUSDT')
    trade(1)
    await collected.until('the other', () => collected.ids().length >= 3)
    expect(collected.ids('ETHUSDT')).toEqual([])
    expect(collected.bookmarks.ETHUSDT).toBeUndefined()
    expect(() => collected.source.running().removeSymbol('BTCUSDT')).toThrow(ConfigError)
  })

  test('a symbol that the exchange does not trade is refused', async () => {
    const collected = await live()
    await expect(collected.source.running().addSymbol('NOPEUSDT')).rejects.toThrow(ConfigError)
  })

  test('intervals come and go, but the minute stays', async () => {
    const collected = await live()
    const collector = collected.source.running()
    expect([collector.addInterval('5m'), collector.addInterval('5m')]).toEqual([true, false])
    await collected.until('5m', () => fake.connections[0]?.has('btcusdt@kline_5m') === true)
    expect(collector.removeInterval('5m')).toBe(true)
    await collected.until('no 5m', () => fake.connections[0]?.has('btcusdt@kline_5m') === false)
    expect(() => collector.removeInterval('1m')).toThrow(ConfigError)
    expect(() => collector.addInterval('3m')).toThrow(ConfigError)
  })
})

test('a message that cannot be read is a dead letter, and the rest goes on', async () => {
  const collected = await live()
  fake.send('btcusdt@trade', { e: 'trade', s: 'BTCUSDT', p: 'x' })
  fake.send('btcusdt@trade', { e: 'somethingNew', s: 'BTCUSDT' })
  trade(1)
  await collected.until('the next trade', () => collected.ids().length >= 3)
  expect(collected.items.filter(({ kind }) => kind === 'reject')).toMatchObject([
    { rule: 'unreadable', key: 'BTCUSDT', reason: expect.stringContaining('trade time') },
  ])
  const { counts } = collected.source
  expect([...counts.skipped]).toEqual([['other messages', 1]])
  expect([counts.faults, counts.validationRate]).toEqual([1, 0.75])
})
