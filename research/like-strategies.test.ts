import { describe, expect, test } from 'vitest'
import { compareStrategies, type VotedState } from './like-strategies.ts'

const state = (longNetPct: number | null, said: VotedState['said'] = {}): VotedState => ({
  longNetPct,
  shortNetPct: longNetPct === null ? 0.5 : -longNetPct - 0.2,
  said,
})

describe('strategies on like states', () => {
  test('are what a side, a head and the most heads would have given, best mean first', () => {
    const records = compareStrategies([
      state(2, { HEAD_A: 'LONG', HEAD_B: 'SHORT', HEAD_C: 'LONG' }),
      state(-1, { HEAD_A: 'SHORT', HEAD_B: 'SHORT', HEAD_C: 'FLAT' }),
      state(1, { HEAD_A: 'FLAT', HEAD_B: 'SHORT', HEAD_C: 'LONG' }),
    ])
    const told = records.map(({ strategy, states, summary: { cases, wins, meanNetPct } }) => ({
      strategy,
      of: `${wins} of ${cases} of ${states}`,
      meanNetPct: Math.round(1_000 * (meanNetPct ?? Number.NaN)) / 1_000,
    }))
    expect(told).toEqual([
      { strategy: 'HEAD_C', of: '2 of 2 of 3', meanNetPct: 1.5 },
      // In the third state one head is for each side: it stands aside.
      { strategy: 'majority', of: '2 of 2 of 3', meanNetPct: 1.4 },
      { strategy: 'HEAD_A', of: '2 of 2 of 3', meanNetPct: 1.4 },
      { strategy: 'LONG', of: '2 of 3 of 3', meanNetPct: 0.667 },
      { strategy: 'SHORT', of: '1 of 3 of 3', meanNetPct: -0.867 },
      { strategy: 'HEAD_B', of: '1 of 3 of 3', meanNetPct: -0.867 },
    ])
  })

  test('leave out what could not be traded, and say nothing of a head that never acted', () => {
    const records = compareStrategies([state(null, { HEAD_A: 'LONG' }), state(null)])
    expect(records.map(({ strategy, summary }) => [strategy, summary.cases])).toEqual([
      ['SHORT', 2],
      ['LONG', 0],
      ['majority', 0],
      ['HEAD_A', 0],
    ])
    expect(records.at(-1)?.summary).toMatchObject({ meanNetPct: null, tooFew: true })
  })

  test('are none but the sides where there is no state', () => {
    expect(compareStrategies([]).map(({ strategy }) => strategy)).toEqual([
      'LONG',
      'SHORT',
      'majority',
    ])
  })
})
