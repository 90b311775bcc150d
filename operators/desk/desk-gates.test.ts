import { describe, expect, test } from 'vitest'
import { presets } from '../consensus/presets.ts'
import { type DeskGateName, deskGateNames } from '../gates/gate-names.ts'
import { type DeskCase, runDeskGates } from './desk-gates.ts'
import { initialDesk, type OpenSignal } from './desk-state.ts'

const minute = 60_000
const now = 1_000 * minute
const order = deskGateNames

const signal = (symbol: string, regime: string): OpenSignal => ({
  id: symbol,
  symbol,
  direction: 'LONG',
  regime,
  notional: 5_000,
  margin: 1_000,
  riskPct: 1,
})
const plain: DeskCase = {
  candidate: { symbol: 'BTCUSDT', direction: 'LONG', regime: 'TRENDING', confidence: 0.8 },
  desk: initialDesk,
  preset: presets.standard,
  timeMs: now,
  size: { notional: 5_000, margin: 1_000, riskPct: 1, limitedBy: 'risk' },
}
const desk = (more: Partial<DeskCase['desk']>): Partial<DeskCase> => ({
  desk: { ...initialDesk, ...more },
})
const two = [signal('ETHUSDT', 'TRENDING'), signal('SOLUSDT', 'TRENDING')]

describe('desk gates', () => {
  const cases: { name: string; change: Partial<DeskCase>; gate: DeskGateName | null }[] = [
    { name: 'let a first candidate through', change: {}, gate: null },
    {
      name: 'refuse while halted',
      change: desk({ halt: { reason: 'x', untilMs: now + 1 } }),
      gate: 'halted',
    },
    {
      name: 'refuse until a person resumes',
      change: desk({ halt: { reason: 'x', untilMs: null } }),
      gate: 'halted',
    },
    {
      name: 'go on when the halt is over',
      change: desk({ halt: { reason: 'x', untilMs: now } }),
      gate: null,
    },
    { name: 'limit a regime’s open signals', change: desk({ open: two }), gate: 'regime-limit' },
    {
      name: 'count only the candidate’s regime',
      change: { ...desk({ open: two }), candidate: { ...plain.candidate, regime: 'RANGING' } },
      gate: null,
    },
    {
      name: 'treat an unknown regime as RANGING',
      change: {
        ...desk({ open: [signal('ETHUSDT', 'odd')] }),
        candidate: { ...plain.candidate, regime: 'odd' },
      },
      gate: 'regime-limit',
    },
    {
      name: 'ask the regime’s confidence in strict',
      change: { preset: presets.strict },
      gate: 'regime-limit',
    },
    {
      name: 'pass it at the regime’s minimum',
      change: { preset: presets.strict, candidate: { ...plain.candidate, confidence: 0.85 } },
      gate: null,
    },
    {
      name: 'cool the symbol',
      change: desk({ lastBySymbolMs: { BTCUSDT: now - 59 * minute } }),
      gate: 'cool-down',
    },
    {
      name: 'let the symbol go after 60 min',
      change: desk({ lastBySymbolMs: { BTCUSDT: now - 60 * minute } }),
      gate: null,
    },
    {
      name: 'not cool another symbol',
      change: desk({ lastBySymbolMs: { ETHUSDT: now } }),
      gate: null,
    },
    {
      name: 'cool the direction',
      change: desk({ lastByDirectionMs: { LONG: now - 29 * minute } }),
      gate: 'cool-down',
    },
    {
      name: 'not cool the other direction',
      change: desk({ lastByDirectionMs: { SHORT: now } }),
      gate: null,
    },
    { name: 'cool the desk', change: desk({ lastSignalMs: now - 14 * minute }), gate: 'cool-down' },
    {
      name: 'let the desk go after 15 min',
      change: desk({ lastSignalMs: now - 15 * minute }),
      gate: null,
    },
    {
      name: 'hold one per symbol',
      change: desk({ open: [signal('BTCUSDT', 'RANGING')] }),
      gate: 'one-per-symbol',
    },
    {
      name: 'refuse what is too small to open',
      change: { size: { ...plain.size, notional: 9 } },
      gate: 'exposure',
    },
  ]
  for (const { name, change, gate } of cases) {
    test(name, () => {
      const run = runDeskGates({ ...plain, ...change })
      expect(run.refusal?.gate ?? null).toBe(gate)
      const asked = gate === null ? order : order.slice(0, order.indexOf(gate) + 1)
      expect(run.results.map((result) => result.gate)).toEqual([...asked])
    })
  }

  test('name the cool-down that lacks most', () => {
    const last = { lastSignalMs: now - 10 * minute, lastByDirectionMs: { LONG: now - 10 * minute } }
    const { refusal } = runDeskGates({ ...plain, ...desk(last) })
    expect(refusal).toMatchObject({ value: 10, threshold: 30 })
    expect(refusal?.note).toBe('10.0 min since the last signal (LONG)')
  })

  test('say how long a halt lasts and why', () => {
    const halt = { reason: 'four stops', untilMs: now + 90 * minute }
    const { refusal } = runDeskGates({ ...plain, ...desk({ halt }) })
    expect(refusal?.note).toBe('halted for another 1.5 h: four stops')
  })
})
