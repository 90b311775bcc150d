import { describe, expect, test } from 'vitest'
import type { ContextPoint } from '../../schemas/contracts.generated.ts'
import type { ContextAdapter, Observation } from './adapter.ts'
import { ContextPoller } from './context-poller.ts'

const startMs = Date.UTC(2026, 0, 1)
const noWeb = { json: async () => undefined, text: async () => '' }

/** Runs adapters for so long by a clock that only sleeping moves. */
async function polled(
  adapters: readonly ContextAdapter[],
  forMs: number,
  symbols = ['BTCUSDT', 'ETHUSDT'],
) {
  let nowMs = startMs
  const points: ContextPoint[] = []
  const faults: string[] = []
  const ended = new AbortController()
  const poller = new ContextPoller({
    adapters,
    web: noWeb,
    symbols: () => symbols,
    exchange: 'test',
    clock: {
      now: () => nowMs,
      async sleep(ms) {
        nowMs += ms
        if (nowMs >= startMs + forMs) ended.abort()
      },
    },
    random: () => 0.5,
    onPoints: (some) => points.push(...some),
    onFault: (source, error) => faults.push(`${source}: ${error.message}`),
  })
  await poller.run(ended.signal)
  return { points, faults, health: poller.health() }
}

const said = (value: number, more: Partial<Observation> = {}): Observation => ({
  symbol: null,
  kind: 'fear_greed',
  value,
  eventMs: startMs,
  detail: null,
  ...more,
})
const adapter = (more: Partial<ContextAdapter>): ContextAdapter => ({
  id: 'some',
  scope: 'market',
  everyMs: 60_000,
  staleMs: 600_000,
  observe: async () => [said(20)],
  ...more,
})

describe('sources of market context', () => {
  test('what is of the whole market goes to each symbol, once', async () => {
    const { points, health } = await polled([adapter({})], 300_000)
    expect(points.map(({ symbol, value }) => [symbol, value])).toEqual([
      ['BTCUSDT', 20],
      ['ETHUSDT', 20],
    ])
    expect(points[0]).toMatchObject({
      event_time: startMs,
      receive_time: startMs,
      exchange: 'test',
    })
    expect(health).toMatchObject([
      { source: 'some', state: 'ok', points: 2, faults: 0, fault: null },
    ])
  })

  test('are asked by their own schedule, and tell what is newer', async () => {
    let asked = 0
    const newer = adapter({
      observe: async (_web, _symbols, nowMs) => [
        said(asked++, { symbol: 'BTCUSDT', eventMs: nowMs }),
      ],
    })
    const { points } = await polled([newer], 300_000)
    expect(
      points.map(({ value, event_time: eventMs }) => [value, (eventMs - startMs) / 1_000]),
    ).toEqual([
      [0, 0],
      [1, 60],
      [2, 120],
      [3, 180],
      [4, 240],
    ])
  })

  test('one that is away is asked ever more rarely, disturbs no other, and is dead in the end', async () => {
    let asked = 0
    const away = adapter({
      id: 'away',
      everyMs: 60_000,
      async observe() {
        asked++
        throw new Error(`no answer ${asked}`)
      },
    })
    const { faults, health, points } = await polled([away, adapter({})], 700_000)
    // Behind 5, 10, 20, 40 s and then every minute, as if it answered.
    expect(faults.length).toBeGreaterThan(6)
    expect(faults.length).toBeLessThan(20)
    expect(faults[0]).toBe('away: no answer 1')
    expect(points).toHaveLength(2)
    expect(health.map(({ source, state }) => `${source} ${state}`)).toEqual([
      'away dead',
      'some ok',
    ])
  })

  test('one that is back is asked as before', async () => {
    let asked = 0
    const flaky = adapter({
      async observe(_web, _symbols, nowMs) {
        if (++asked <= 2) throw new Error('away')
        return [said(1, { eventMs: nowMs })]
      },
    })
    const { health, faults } = await polled([flaky], 200_000)
    expect(faults).toHaveLength(2)
    expect(health).toMatchObject([{ state: 'ok', faults: 2, fault: null }])
  })

  test('a symbol that one does not know costs no other symbol', async () => {
    const bySymbol = adapter({
      scope: 'symbol',
      async observe(_web, [symbol = '']) {
        if (symbol === 'BTCUSDT') throw new Error('BTCUSDT is not traded here')
        return [said(3, { symbol })]
      },
    })
    const { points, faults, health } = await polled([bySymbol], 50_000)
    expect(points.map(({ symbol }) => symbol)).toEqual(['ETHUSDT'])
    expect(faults).toEqual(['some: BTCUSDT is not traded here'])
    expect(health).toMatchObject([{ state: 'failing', fault: 'BTCUSDT is not traded here' }])
  })
})
