import { expect, test } from 'vitest'
import type { SourceItem } from '../../engine/core/source.ts'
import { item, listedSource } from '../../engine/testing/listed-source.ts'
import type { Status } from '../../schemas/contracts.generated.ts'
import { topics } from '../../schemas/topics.ts'
import { chainTopology, runChain, valuesOf } from './chain.ts'

const startMs = Date.UTC(2026, 0, 5)
const second = 1_000
const endSeconds = 600

/** A trade of each symbol each two seconds, until the symbol's feed stops. */
function market(stops: { readonly [symbol: string]: number }): SourceItem[] {
  const items: SourceItem[] = []
  for (let seconds = 1; seconds <= endSeconds; seconds += 2) {
    const atMs = startMs + seconds * second
    for (const [symbol, stop] of Object.entries(stops)) {
      if (seconds > stop) continue
      const trade = {
        exchange: 'test',
        symbol,
        trade_id: seconds,
        event_time: atMs,
        receive_time: null,
        price: 100,
        quantity: 1,
        taker_side: 'BUY',
      }
      items.push(item(topics.ticks, symbol, trade, atMs))
    }
    // Nobody trades: only a beat moves the clock.
    if (Object.values(stops).every((stop) => seconds > stop))
      items.push({ kind: 'beat', clockMs: atMs })
  }
  return items
}

async function statusesOf(
  stops: { readonly [symbol: string]: number },
  partitions = 3,
): Promise<Status[]> {
  const { ticks, klines, context } = topics
  const source = listedSource({ topics: [ticks, klines, context], items: market(stops) })
  const topology = chainTopology({ statusEveryMs: 10 * second })
  return valuesOf(await runChain({ source, topology, partitions }), topics.status)
}

test('a feed that falls silent is told by its growing age, while the others go on', async () => {
  const statuses = await statusesOf({ BTCUSDT: endSeconds, ETHUSDT: 121, SOLUSDT: endSeconds })
  const at = (seconds: number) => statuses.find(({ time }) => time === startMs + seconds * second)
  expect(at(120)).toMatchObject({ data_age_ms: 1_000, stalest_age_ms: 1_000 })
  for (const seconds of [130, 200, 590]) {
    expect(at(seconds)).toMatchObject({
      data_time: startMs + (seconds - 1) * second,
      data_age_ms: second,
      stalest_symbol: 'ETHUSDT',
      stalest_age_ms: (seconds - 121) * second,
    })
  }
})

test('a market that falls silent altogether has old data, though its clock goes on', async () => {
  const statuses = await statusesOf({ BTCUSDT: 61, ETHUSDT: 121 })
  const last = statuses.at(-1)
  expect(last?.time).toBeGreaterThanOrEqual(startMs + 590 * second)
  expect(last?.watermark).toBe(last?.time)
  expect(last).toMatchObject({
    data_time: startMs + 121 * second,
    data_age_ms: (last?.time ?? 0) - startMs - 121 * second,
    stalest_symbol: 'BTCUSDT',
    stalest_age_ms: (last?.time ?? 0) - startMs - 61 * second,
  })
})

test('the ages do not depend on how symbols are spread', async () => {
  const stops = { BTCUSDT: endSeconds, ETHUSDT: 121, SOLUSDT: 301 }
  expect(await statusesOf(stops, 1)).toEqual(await statusesOf(stops, 5))
})
