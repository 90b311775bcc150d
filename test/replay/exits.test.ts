import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Source } from '../../engine/core/source.ts'
import type { Log } from '../../engine/log/log.ts'
import { type ExitName, exitDefaults } from '../../operators/positions/exits/catalogue.ts'
import type { Outcome } from '../../schemas/contracts.generated.ts'
import { topics } from '../../schemas/topics.ts'
import { chainTopology, digestsOf, memoryLog, runChain, valuesOf } from './chain.ts'
import {
  firstRows,
  haveData,
  monthFiles,
  rowsPerDay,
  sourceOf,
  tradeFile,
  whereAbsent,
} from './market-data.ts'

const exits = {
  ...exitDefaults,
  trailing_stop: { activateAtR: 1.2, distanceR: 0.5 },
  time_exit: { afterHours: 4, underR: 0.25 },
}
const topology = chainTopology({ exits })

const reasonsOf = (outcomes: readonly Outcome[], kind: Outcome['kind']): Set<string> =>
  new Set(outcomes.filter((one) => one.kind === kind).map(({ exit_reason: reason }) => reason))

describe.skipIf(!haveData)(
  `six days of three symbols under every exit policy${whereAbsent}`,
  () => {
    let files: ReturnType<typeof firstRows>
    let source: Source
    let log: Log
    let outcomes: readonly Outcome[]

    beforeAll(async () => {
      files = firstRows(monthFiles, 6 * rowsPerDay)
      source = await sourceOf(files.paths)
      log = await runChain({ source, topology })
      outcomes = valuesOf(log, topics.outcomes)
    })
    afterAll(() => files.remove())

    test('end by each of them, shadows too', () => {
      const moved: readonly ExitName[] = ['trailing_stop', 'break_even', 'time_exit']
      const shadows = reasonsOf(outcomes, 'shadow')
      for (const reason of moved) expect([...shadows]).toContain(reason)
      const real = reasonsOf(outcomes, 'real')
      expect(moved.some((reason) => real.has(reason))).toBe(true)
      expect(outcomes.some(({ partial_exits: parts }) => parts.length > 0)).toBe(true)
    })

    test('say what every part brought', () => {
      for (const one of outcomes) {
        const sign = one.direction === 'LONG' ? 1 : -1
        const rest = one.partial_exits.reduce((left, { share }) => left - share, 1)
        const parts = [...one.partial_exits, { price: one.exit_price, share: rest }]
        const gross = parts.reduce(
          (sum, { price, share }) => sum + share * sign * (price / one.entry_price - 1) * 100,
          0,
        )
        expect(one.gross_pct).toBeCloseTo(gross, 9)
        expect(one.net_pct).toBeCloseTo(one.gross_pct - one.fees_pct - one.funding_pct, 9)
        for (const { time } of one.partial_exits) {
          expect(time).toBeGreaterThanOrEqual(one.entry_time)
          expect(time).toBeLessThanOrEqual(one.exit_time)
        }
        // A trailing stop may still lose where the market jumped over it; a part is never taken at a loss.
        if (one.exit_reason === 'take_profit') expect(one.won).toBe(true)
      }
    })

    test('give the same digests over other partitions, batches and commits, also encoded and decoded', async () => {
      const expected = digestsOf(log)
      const one = await runChain({ source, topology, partitions: 1, batch: 7, commitEvents: 100 })
      expect(digestsOf(one)).toEqual(expected)
      const encoded = memoryLog({ topology, partitions: 6, roundtrip: true })
      const six = { source, topology, partitions: 6, batch: 1_000, log: encoded }
      expect(digestsOf(await runChain(six))).toEqual(expected)
    })
  },
)

test.skipIf(!haveData)(
  `trades under every exit policy give the same digests over other partitions and batches${whereAbsent}`,
  async () => {
    const source = await sourceOf([tradeFile])
    const traded = chainTopology({ market: 'spot', exits })
    const log = await runChain({ source, topology: traded })
    const reasons = valuesOf(log, topics.outcomes).map(({ exit_reason: reason }) => reason)
    expect(reasons.some((reason) => reason in exits)).toBe(true)
    const other = { source, topology: traded, partitions: 1, batch: 7, commitEvents: 5_000 }
    expect(digestsOf(await runChain(other))).toEqual(digestsOf(log))
  },
)
