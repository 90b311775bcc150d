import { beforeAll, describe, expect, test } from 'vitest'
import type { Source } from '../../engine/core/source.ts'
import type { PresetName } from '../../operators/consensus/presets.ts'
import { topics } from '../../schemas/topics.ts'
import { chainEngine, chainTopology, recordsOf } from './chain.ts'
import {
  cutAt,
  dayMs,
  haveData,
  monthFiles,
  monthStartMs,
  sourceOf,
  whereAbsent,
} from './market-data.ts'

describe.skipIf(!haveData)(`the first thirty days of three symbols${whereAbsent}`, () => {
  let source: Source
  beforeAll(async () => {
    source = cutAt(await sourceOf(monthFiles), monthStartMs + 30 * dayMs)
  })

  test('give by the default preset 90 to 360 signals, 10 outcomes by day 7 and 50 versions of the weights', async () => {
    const { signals, outcomesByDay, versions } = await lived(source, 'standard')
    expect(signals).toBeGreaterThanOrEqual(90)
    expect(signals).toBeLessThanOrEqual(360)
    expect(outcomesByDay(7)).toBeGreaterThanOrEqual(10)
    expect(versions).toBeGreaterThanOrEqual(50)
  })

  test('let `strict` refuse 98 to 99 % of the opportunities, in the half judged too, and still give 15 signals', async () => {
    const { signals, refusedIn } = await lived(source, 'strict')
    expect(signals).toBeGreaterThanOrEqual(15)
    // The heads were calibrated on the first half, among others, and judged on the second.
    for (const [fromDay, toDay] of [
      [0, 30],
      [0, 15],
      [15, 30],
    ] as const) {
      const refused = refusedIn(fromDay, toDay)
      expect(refused, `days ${fromDay} to ${toDay}`).toBeGreaterThanOrEqual(0.98)
      expect(refused, `days ${fromDay} to ${toDay}`).toBeLessThanOrEqual(0.99)
    }
  })
})

async function lived(source: Source, preset: PresetName) {
  const engine = chainEngine({ source, topology: chainTopology({ preset }) })
  await engine.run()
  const { log, tasks } = engine
  const real = recordsOf(log, topics.outcomes).filter(({ value }) => value.kind === 'real')
  const signals = recordsOf(log, topics.signals).map(({ timeMs }) => timeMs)
  // Each opportunity ends as a candidate or as a refusal of the market.
  const opportunities = [
    ...recordsOf(log, topics.candidates),
    ...recordsOf(log, topics.rejections).filter(({ value }) => value.stage === 'MARKET'),
  ].map(({ timeMs }) => timeMs)
  const counted = tasks.reduce(
    (sum, { graph }) => sum + (graph.counts.get('judge.opportunities') ?? 0),
    0,
  )
  expect(opportunities).toHaveLength(counted)
  return {
    signals: signals.length,
    refusedIn: (fromDay: number, toDay: number) => {
      const within = (timeMs: number) =>
        timeMs >= monthStartMs + fromDay * dayMs && timeMs < monthStartMs + toDay * dayMs
      return 1 - signals.filter(within).length / opportunities.filter(within).length
    },
    outcomesByDay: (days: number) =>
      real.filter(({ timeMs }) => timeMs < monthStartMs + days * dayMs).length,
    versions: recordsOf(log, topics.weights).length,
  }
}
