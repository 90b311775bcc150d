import { existsSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { eventTerms, validateEvents } from '../operators/validation/event-report.ts'
import { recordedEvents } from './recorded-events.ts'

const folder = '../shared/data/ticks'
const haveData = existsSync(folder)
const whereAbsent = haveData ? '' : ` (skipped: no ${folder})`
const depth = 'difference_depth_stream_spot_trxusdt_04-03-2025.csv.gz'
const merged =
  'merged_depth_snapshot_difference_depth_stream_trade_stream_usd_m_futures_trxusdt_14-04-2025.csv.gz'
const spot = 'trade_stream_spot_trxusdt_04-03-2025.csv.gz'
const futures = 'trade_stream_usd_m_futures_trxusdt_04-03-2025.csv.gz'

/** Lines by the rule that they break. */
async function brokenIn(path: string): Promise<{ readonly [rule: string]: readonly number[] }> {
  const recorded = await recordedEvents(`${folder}/${path}`)
  const { events = [], dayMs = null } = recorded ?? {}
  expect(events.length).toBeGreaterThan(9_000)
  const { rules } = validateEvents(events, { ...eventTerms, dayMs })
  return Object.fromEntries(
    rules.flatMap(({ rule, offenders, first }) => {
      expect(first).toHaveLength(offenders)
      return offenders === 0 ? [] : [[rule, first.map(({ line }) => line)]]
    }),
  )
}

describe.skipIf(!haveData)(`recorded streams${whereAbsent}`, () => {
  for (const file of [depth, merged, spot, futures]) {
    test(`${file} has no fault where it is clean`, async () => {
      expect(await brokenIn(`quality_positive/${file}`)).toEqual({})
    })
  }

  const corrupted = {
    // No time and no price; the next row of the message has its time; updates 570 lost; a time of its own; the next day.
    [depth]: { 'event-time': [2], price: [2], message: [3, 10], 'update-id': [9], day: [10_001] },
    // Another receipt; a last row in the middle; an end that the next message does not follow.
    [merged]: { 'receive-time': [146], 'last-row': [147], 'update-id': [7_697] },
    // An id twice, so that one is missing; received a day later.
    [spot]: { 'trade-id': [4, 5], lag: [10_001] },
    [futures]: { price: [2] },
  }
  for (const [file, broken] of Object.entries(corrupted)) {
    test(`${file} is found out entirely where it was corrupted`, async () => {
      expect(await brokenIn(`quality_negative/${file}`)).toEqual(broken)
    })
  }

  test('are told from other files', async () => {
    const file = `${folder}/binance_spot_BTCUSDT_trades_20240808T2354_20240809T0005.csv.gz`
    expect(await recordedEvents(file)).toBeUndefined()
  })
})
