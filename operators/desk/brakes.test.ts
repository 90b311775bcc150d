import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { OutcomeType } from '../../schemas/contracts.generated.ts'
import {
  advanceBrakes,
  type BrakeState,
  brakeOnOutcome,
  drawdownPct,
  haltByPerson,
  initialBrakes,
  resumeByPerson,
} from './brakes.ts'

const day = 86_400_000
const hour = 3_600_000
const start = initialBrakes(10_000, 0)

type Event = readonly [timeMs: number, outcome: OutcomeType, pnl: number]

const run = (events: readonly Event[], from = start): BrakeState =>
  events.reduce(
    (state, [timeMs, outcome, pnl]) => brakeOnOutcome(state, { outcome, pnl }, timeMs),
    from,
  )

describe('brakes', () => {
  const cases: { name: string; given: Event[]; reason: string | null }[] = [
    { name: 'hold at 2.99 % a day', given: [[1, 'EXPIRED', -299]], reason: null },
    { name: 'halt at 3 % a day', given: [[1, 'EXPIRED', -300]], reason: 'day’s loss 3.00 %' },
    {
      name: 'sum a day',
      given: [
        [1, 'EXPIRED', -200],
        [2, 'TP_HIT', 50],
        [3, 'EXPIRED', -150],
      ],
      reason: 'day’s loss 3.00 %',
    },
    {
      name: 'start a day anew',
      given: [
        [1, 'EXPIRED', -200],
        [day, 'EXPIRED', -200],
      ],
      reason: null,
    },
    {
      name: 'hold at three stops',
      given: [
        [1, 'SL_HIT', -1],
        [2, 'SL_HIT', -1],
        [3, 'SL_HIT', -1],
      ],
      reason: null,
    },
    {
      name: 'halt at four stops in a row',
      given: [
        [1, 'SL_HIT', -1],
        [2, 'SL_HIT', -1],
        [3, 'SL_HIT', -1],
        [day, 'SL_HIT', -1],
      ],
      reason: '4 stops in a row',
    },
    {
      name: 'count stops from the last other end',
      given: [
        [1, 'SL_HIT', -1],
        [2, 'SL_HIT', -1],
        [3, 'EXPIRED', -1],
        [4, 'SL_HIT', -1],
        [5, 'SL_HIT', -1],
      ],
      reason: null,
    },
    {
      name: 'count a stop that earned nothing but a rounding',
      given: [
        [1, 'SL_HIT', -1],
        [2, 'SL_HIT', 0],
        [3, 'SL_HIT', 1e-12],
        [4, 'SL_HIT', -1],
      ],
      reason: '4 stops in a row',
    },
    {
      name: 'do not count a stop in profit, and begin anew after it',
      given: [
        [1, 'SL_HIT', -1],
        [2, 'SL_HIT', -1],
        [3, 'SL_HIT', 1],
        [4, 'SL_HIT', -1],
        [5, 'SL_HIT', -1],
      ],
      reason: null,
    },
    {
      name: 'halt at 10 % below the peak',
      given: [0, 1, 2, 3].map((at) => [at * day, 'EXPIRED', -250] as const),
      reason: 'drawdown 10.00 %',
    },
  ]
  for (const { name, given, reason } of cases) {
    test(name, () => {
      expect(run(given).halt?.reason ?? null).toBe(
        reason === null ? null : reason.replace('’', "'"),
      )
    })
  }

  test('halt for 24 hours', () => {
    const halted = run([[hour, 'EXPIRED', -300]])
    expect(halted.halt?.untilMs).toBe(hour + day)
    expect(advanceBrakes(halted, hour + day - 1).halt).not.toBeNull()
    expect(advanceBrakes(halted, hour + day).halt).toBeNull()
  })

  test('measure anew after they tripped, so that trading can go on', () => {
    const deep = run([0, 1, 2, 3].map((at) => [at * day, 'EXPIRED', -250] as const))
    expect(deep.halt).not.toBeNull()
    const later = run([[5 * day, 'EXPIRED', -10]], deep)
    expect(later.halt).toBeNull()
    expect(drawdownPct(later)).toBeCloseTo(10.1, 9)
    expect(later.peakEquity).toBe(10_000)
  })

  test('never shorten a halt, nor end a person’s', () => {
    const person = haltByPerson(start, 'news')
    const tripped = run([[1, 'EXPIRED', -300]], person)
    expect(tripped.halt).toEqual({ reason: 'news', untilMs: null })
    expect(advanceBrakes(tripped, 100 * day).halt).not.toBeNull()
    expect(resumeByPerson(tripped).halt).toBeNull()
    const longer = run([
      [1, 'EXPIRED', -300],
      [hour, 'EXPIRED', -400],
    ])
    expect(longer.halt?.untilMs).toBe(hour + day)
  })

  test('keep what they know whatever comes', () => {
    const event = fc.tuple(
      fc.integer({ min: 0, max: hour }),
      fc.constantFrom<OutcomeType>('TP_HIT', 'SL_HIT', 'EXPIRED', 'FORCED'),
      fc.double({ min: -400, max: 400, noNaN: true }),
    )
    fc.assert(
      fc.property(fc.array(event), (events) => {
        let timeMs = 0
        let state = start
        for (const [pause, outcome, pnl] of events) {
          timeMs += pause
          state = brakeOnOutcome(state, { outcome, pnl }, timeMs)
          expect(state.peakEquity).toBeGreaterThanOrEqual(state.equity)
          expect(state.drawdownFrom).toBeLessThanOrEqual(state.peakEquity)
          expect(state.stopsInRow).toBeLessThan(4)
          expect(state.halt?.untilMs ?? timeMs + 1).toBeGreaterThan(timeMs)
        }
        expect(structuredClone(state)).toEqual(state)
      }),
    )
  })
})
