import { beforeAll, describe, expect, test } from 'vitest'
import { opportunitiesIn } from '../../cli/opportunities.ts'
import type { Engine } from '../../engine/core/engine.ts'
import { type Funnel, funnelOf } from '../../operators/funnel/funnel.ts'
import { gateNames } from '../../operators/gates/gate-names.ts'
import { topics } from '../../schemas/topics.ts'
import { chainEngine, memoryLog, recordsOf, valuesOf } from './chain.ts'
import {
  cutAt,
  dayMs,
  haveData,
  monthFiles,
  monthStartMs,
  sourceOf,
  whereAbsent,
} from './market-data.ts'

/** By then heads have warmed up, every kind of gate has refused, and shadows have closed. */
const days = 8

describe.skipIf(!haveData)(`the funnel of eight days of three symbols${whereAbsent}`, () => {
  let engine: Engine
  beforeAll(async () => {
    const source = cutAt(await sourceOf(monthFiles), monthStartMs + days * dayMs)
    engine = chainEngine({ source, log: memoryLog({ roundtrip: true }) })
    await engine.run()
  })

  const funnelFor = (lengthMs: number, symbol?: string): Funnel =>
    funnelOf(opportunitiesIn(engine.log, { lengthMs, symbol }).found)
  const rejections = () => valuesOf(engine.log, topics.rejections)

  test('every opportunity that was judged is a signal or one refusal, and is counted once', () => {
    const { opportunities, signals, gates } = funnelFor(365 * dayMs)
    const judged = engine.tasks.reduce(
      (sum, { graph }) => sum + (graph.counts.get('judge.opportunities') ?? 0),
      0,
    )
    expect(judged).toBeGreaterThan(1_000)
    expect(opportunities).toBe(judged)
    expect(opportunities).toBe(signals + gates.reduce((sum, { refused }) => sum + refused, 0))
    const ended = [...rejections(), ...valuesOf(engine.log, topics.signals)]
    expect(new Set(ended.map((one) => one.candidate_id)).size).toBe(ended.length)
  })

  test('has the counts of a plain fold over the records', () => {
    const { candidates, signals, gates } = funnelFor(365 * dayMs)
    expect(candidates).toBe(recordsOf(engine.log, topics.candidates).length)
    expect(signals).toBe(recordsOf(engine.log, topics.signals).length)
    const fold = new Map<string, { asked: number; refused: number }>()
    for (const one of [...rejections(), ...valuesOf(engine.log, topics.candidates)]) {
      // What the market's gates say of a candidate stands in its own record and in the desk's refusal.
      if ('stage' in one && one.stage === 'DESK') continue
      for (const { gate, passed } of one.gates) {
        const counts = fold.get(gate) ?? { asked: 0, refused: 0 }
        fold.set(gate, {
          asked: counts.asked + 1,
          refused: counts.refused + (passed ? 0 : 1),
        })
      }
    }
    const market = gates.filter(({ stage }) => stage === 'MARKET')
    expect(market.map(({ gate, reached, refused }) => [gate, reached, refused])).toEqual(
      [...fold].map(([gate, { asked, refused }]) => [gate, asked, refused]),
    )
    const refusedAt = (gate: string) => rejections().filter((one) => one.gate === gate).length
    for (const { gate, refused } of gates) expect(refused, gate).toBe(refusedAt(gate))
    expect(gates.filter(({ refused }) => refused > 0).length).toBeGreaterThan(4)
  })

  test('has no gate that the list does not have', () => {
    const named = new Set(rejections().map(({ gate }) => gate))
    expect([...named].filter((gate) => !(gateNames as readonly string[]).includes(gate))).toEqual(
      [],
    )
  })

  test('tells of each near miss what passes there, and the mean of its shadows that have closed', () => {
    const { gates } = funnelFor(365 * dayMs)
    const nets = new Map(
      valuesOf(engine.log, topics.outcomes)
        .filter(({ kind }) => kind === 'shadow')
        .map((outcome) => [outcome.candidate_id, outcome.net_pct]),
    )
    const nearest = gates.find(({ gate }) => gate === 'confluence')?.nearest ?? []
    expect(nearest.length).toBeGreaterThan(0)
    for (const { passAt, threshold, more, shadows } of nearest) {
      expect(threshold).toBe(60)
      const passing = rejections().filter(
        ({ gate, value }) => gate === 'confluence' && value !== null && value >= passAt,
      )
      const closed = passing.flatMap(({ candidate_id: id }) => nets.get(id) ?? [])
      expect([more, shadows.closed]).toEqual([passing.length, closed.length])
      if (closed.length > 0)
        expect(shadows.netPct).toBeCloseTo(closed.reduce((a, b) => a + b) / closed.length, 9)
    }
  })

  test('of a day and of a symbol are parts of the whole', () => {
    const whole = funnelFor(365 * dayMs)
    const bySymbol = ['BTCUSDT', 'ETHUSDT', 'SOLUSDT'].map((symbol) =>
      funnelFor(365 * dayMs, symbol),
    )
    for (const count of ['opportunities', 'candidates', 'signals'] as const) {
      expect(bySymbol.reduce((sum, one) => sum + one[count], 0)).toBe(whole[count])
    }
    const { toMs } = opportunitiesIn(engine.log, { lengthMs: dayMs })
    const lastDay = [topics.rejections, topics.signals].flatMap((topic) =>
      recordsOf<unknown>(engine.log, topic).filter(({ timeMs }) => timeMs >= (toMs ?? 0) - dayMs),
    )
    expect(lastDay.length).toBeGreaterThan(0)
    expect(funnelFor(dayMs).opportunities).toBe(lastDay.length)
  })
})
