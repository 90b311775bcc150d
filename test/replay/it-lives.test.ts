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

  test('let `strict` refuse 98 to 99 % of the opportunities, and still give 15 signals', async () => {
    const { signals, opportunities } = await lived(source, 'strict')
    expect(signals).toBeGreaterThanOrEqual(15)
    const refused = 1 - signals / opportunities
    expect(refused).toBeGreaterThanOrEqual(0.98)
    expect(refused).toBeLessThanOrEqual(0.99)
  })
})

async function lived(source: Source, preset: PresetName) {
  const engine = chainEngine({ source, topology: chainTopology({ preset }) })
  await engine.run()
  const { log, tasks } = engine
  const real = recordsOf(log, topics.outcomes).filter(({ value }) => value.kind === 'real')
  return {
    signals: recordsOf(log, topics.signals).length,
    opportunities: tasks.reduce(
      (sum, { graph }) => sum + (graph.counts.get('judge.opportunities') ?? 0),
      0,
    ),
    outcomesByDay: (days: number) =>
      real.filter(({ timeMs }) => timeMs < monthStartMs + days * dayMs).length,
    versions: recordsOf(log, topics.weights).length,
  }
}
