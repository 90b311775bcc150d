import { beforeAll, describe, expect, test } from 'vitest'
import { contentId } from '../../engine/core/identity.ts'
import type { Log } from '../../engine/log/log.ts'
import { headIds, tradingDefaults } from '../../operators/trading/trading-settings.ts'
import type { Outcome, Weights } from '../../schemas/contracts.generated.ts'
import { topics } from '../../schemas/topics.ts'
import { type Kept, recordsOf, runChain, valuesOf } from './chain.ts'
import { haveData, monthFiles, sourceOf, whereAbsent } from './market-data.ts'

const { outcomesMin, equity } = tradingDefaults
const byTime = <T>(a: Kept<T>, b: Kept<T>) => a.timeMs - b.timeMs

describe.skipIf(!haveData)(`a month of three symbols${whereAbsent}`, () => {
  let log: Log
  let real: readonly Kept<Outcome>[]
  let shadows: readonly Kept<Outcome>[]
  let versions: readonly Kept<Weights>[]

  beforeAll(async () => {
    log = await runChain({ source: await sourceOf(monthFiles) })
    const outcomes = recordsOf(log, topics.outcomes).sort(byTime)
    real = outcomes.filter(({ value }) => value.kind === 'real')
    shadows = outcomes.filter(({ value }) => value.kind === 'shadow')
    versions = recordsOf(log, topics.weights)
    expect(real.length).toBeGreaterThan(outcomesMin)
    expect(shadows.length).toBeGreaterThan(outcomesMin)
  })

  test('teaches the weights once by each real outcome from the tenth on, and says so in the audit trail', () => {
    const taught = versions.filter(({ value }) => value.trigger === 'outcome')
    const causes = taught.map(({ value }) => value.cause)
    expect(taught).toHaveLength(real.length - (outcomesMin - 1))
    expect(new Set(causes).size).toBe(causes.length)

    const events = recordsOf(log, topics.learningEvents)
    const observed = events.filter(({ value }) => value.event_type === 'outcome_observed')
    const updates = events.filter(({ value }) => value.event_type === 'head_weights_update')
    expect(observed).toHaveLength(outcomesMin - 1)
    const idOf = ({ value, timeMs }: Kept<Weights>) =>
      contentId('event', 'head_weights_update', value.cause, timeMs)
    expect(updates.map(({ value }) => value.id).sort()).toEqual(taught.map(idOf).sort())

    const seen = new Set([
      ...causes,
      ...real
        .filter(({ value }) => observed.some((event) => event.value.signal_id === value.signal_id))
        .map(({ value }) => value.id),
    ])
    expect([...seen].sort()).toEqual(real.map(({ value }) => value.id).sort())
    // An outcome teaches at the instant at which it is known, and the first nine are the observed ones.
    const timeOf = new Map(real.map(({ value, timeMs }) => [value.id, timeMs]))
    for (const { value, timeMs } of taught) expect(timeMs).toBe(timeOf.get(value.cause))
    const lastObservedMs = Math.max(...observed.map(({ timeMs }) => timeMs))
    for (const { timeMs } of taught) expect(timeMs).toBeGreaterThanOrEqual(lastObservedMs)
  })

  test('numbers the versions without a gap, each with its event', () => {
    const numbers = versions.map(({ value }) => value.version).sort((a, b) => a - b)
    expect(numbers).toEqual(numbers.map((_, at) => at + 1))
    const written = new Map(
      valuesOf(log, topics.learningEvents).flatMap(({ new_value }) => {
        const { version, weights } = JSON.parse(new_value) as Partial<Weights>
        return version === undefined ? [] : [[version, weights] as const]
      }),
    )
    expect(written.size).toBe(versions.length)
    for (const { value } of versions) expect(written.get(value.version)).toEqual(value.weights)
  })

  test('keeps every version of the weights within its sum, its bounds and the step from the one before', () => {
    let before: { readonly [head: string]: number } = Object.fromEntries(
      headIds.map((head) => [head, 1 / headIds.length]),
    )
    for (const { value } of [...versions].sort((a, b) => a.value.version - b.value.version)) {
      const { weights, version } = value
      expect(Object.keys(weights).sort()).toEqual([...headIds])
      const sum = Object.values(weights).reduce((total, weight) => total + weight, 0)
      expect(sum, `version ${version}`).toBeCloseTo(1, 12)
      for (const head of headIds) {
        const weight = weights[head] ?? Number.NaN
        const old = before[head] ?? Number.NaN
        const name = `version ${version}, ${head}: ${old} to ${weight}`
        expect(weight, name).toBeGreaterThanOrEqual(Math.max(0.05, 0.8 * old) - 1e-12)
        expect(weight, name).toBeLessThanOrEqual(Math.min(0.3, 1.2 * old) + 1e-12)
      }
      before = weights
    }
  })

  test('weighs every candidate and refusal by the newest version in force at its time', () => {
    const inForceAt = (timeMs: number) =>
      Math.max(
        0,
        ...versions
          .filter(({ value }) => value.effective_from <= timeMs)
          .map(({ value }) => value.version),
      )
    const judged = [
      ...recordsOf(log, topics.candidates),
      ...recordsOf(log, topics.rejections).filter(({ value }) => value.stage === 'MARKET'),
    ]
    expect(new Set(judged.map(({ value }) => value.weights_version)).size).toBeGreaterThan(10)
    for (const { value, timeMs } of judged)
      expect(value.weights_version, `${value.symbol} at ${timeMs}`).toBe(inForceAt(timeMs))
  })

  test('can follow every signal, decision and outcome back to where it came from', () => {
    const votes = new Set(valuesOf(log, topics.headVotes).map(({ id }) => id))
    const candidates = valuesOf(log, topics.candidates)
    const candidateIds = new Set(candidates.map(({ id }) => id))
    const signals = valuesOf(log, topics.signals)
    const signalIds = new Set(signals.map(({ id }) => id))
    const refused = valuesOf(log, topics.rejections)
    const refusedIds = new Set(refused.map(({ candidate_id: id }) => id))
    for (const topic of [topics.candidates, topics.signals, topics.rejections, topics.outcomes]) {
      const ids = valuesOf<{ readonly id: string }>(log, topic).map(({ id }) => id)
      expect(new Set(ids).size, `${topic.name} without duplicates`).toBe(ids.length)
    }
    for (const { vote_id } of [...candidates, ...signals, ...refused])
      expect(votes.has(vote_id)).toBe(true)
    for (const { candidate_id } of signals) expect(candidateIds.has(candidate_id)).toBe(true)
    for (const { value } of real) expect(signalIds.has(value.signal_id)).toBe(true)
    for (const { value } of shadows) expect(refusedIds.has(value.candidate_id)).toBe(true)
    const decided = [...signals, ...refused.filter(({ stage }) => stage === 'DESK')]
    expect(decided.map(({ candidate_id: id }) => id).sort()).toEqual([...candidateIds].sort())
  })

  test('counts no shadow in profit or loss', () => {
    for (const { value } of shadows) {
      expect(value.pnl).toBe(0)
      expect(value.notional).toBe(0)
    }
    const signals = recordsOf(log, topics.signals)
    expect(new Set(signals.map(({ value }) => value.equity)).size).toBeGreaterThan(outcomesMin)
    for (const { value, timeMs } of signals) {
      const known = real.filter((outcome) => outcome.timeMs <= timeMs)
      const pnl = known.reduce((sum, outcome) => sum + outcome.value.pnl, 0)
      expect(value.equity, `signal at ${timeMs}`).toBeCloseTo(equity + pnl, 6)
    }
  })
})
