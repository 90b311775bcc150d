import { expect, test } from 'vitest'
import type { SourceItem, SourceRecord } from '../../engine/core/source.ts'
import type { Kline } from '../../schemas/contracts.generated.ts'
import { type OfflineOptions, offlineSource } from './offline-source.ts'
import { scenarioSchema } from './scenarios/scenario.ts'
import { calm, marketStartMs } from './testing/run-market.ts'

const options: OfflineOptions = {
  seed: 4,
  symbols: ['BTCUSDT', 'ETHUSDT'],
  scenario: calm,
  startMs: marketStartMs,
  days: 0.5,
  decisionsPerMinute: 60,
  ticks: false,
}

async function allOf(changes: Partial<OfflineOptions>, counts: readonly number[] = [0]) {
  const items: SourceItem[] = []
  for await (const chunk of offlineSource({ ...options, ...changes }).read(counts, {})) {
    items.push(...chunk)
  }
  return items as SourceRecord[]
}

test('every minute of every symbol, in time order, and funding each eight hours', async () => {
  const items = await allOf({})
  const klines = items.filter(({ topic }) => topic.name === 'klines')
  expect(klines).toHaveLength(2 * 720)
  expect(items.filter(({ topic }) => topic.name === 'context')).toHaveLength(2)
  const times = items.map(({ eventMs }) => eventMs)
  expect(times).toEqual([...times].sort((one, other) => one - other))
})

test('goes on where it was left', async () => {
  const items = await allOf({})
  expect(await allOf({}, [777])).toEqual(items.slice(777))
})

test('trades fold into its klines', async () => {
  const klines = await allOf({})
  const ticks = await allOf({ ticks: true })
  const first = klines[0]?.value as Kline
  const own = ticks
    .filter(({ key, eventMs }) => key === first.symbol && eventMs < marketStartMs + 60_000)
    .map(({ value }) => value as { readonly price: number })
  expect(own).toHaveLength(first.trades ?? -1)
  expect(own[0]?.price).toBe(first.open)
  expect(own.at(-1)?.price).toBe(first.close)
})

test('an outage is a hole', async () => {
  const scenario = scenarioSchema.parse({
    name: 'down',
    description: 'ten minutes',
    phases: [
      { name: 'before', minutes: 60, forces: {} },
      { name: 'down', minutes: 10, forces: { outage: true } },
    ],
  })
  const klines = (await allOf({ scenario })).filter(({ topic }) => topic.name === 'klines')
  expect(klines).toHaveLength(2 * 710)
})
