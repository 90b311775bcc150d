import { describe, expect, test } from 'vitest'
import { presets } from '../consensus/presets.ts'
import { nineEqual } from '../consensus/testing/votes.ts'
import type { RecordedCase } from './comparison.ts'
import { learningDefaults } from './learning-config.ts'
import { outcome } from './testing/outcomes.ts'
import { learnWeekly, type WeeklyInput } from './weekly.ts'

const hour = 3_600_000
const now = 7 * 24 * hour

/** One outcome an hour, ending an hour before now. */
const story = (cases: readonly Partial<RecordedCase & { pattern: string }>[]): RecordedCase[] =>
  cases.map(({ pattern = 'LLLLLSSSS', ...more }, at) =>
    outcome(pattern, {
      id: `o${String(at).padStart(4, '0')}`,
      exit_time: now - (cases.length - at) * hour,
      ...more,
    }),
  )

const won = { won: true, net_pct: 1 }
const lost = { won: false, net_pct: -1 }
const repeat = <T>(count: number, one: T): T[] => Array.from({ length: count }, () => one)

const input = (outcomes: readonly RecordedCase[]): WeeklyInput => ({
  weights: nineEqual,
  outcomes,
  nowMs: now,
  preset: presets.standard,
  learning: learningDefaults,
  seed: 11,
})

describe('weekly', () => {
  test('deploys weights that drop what loses', () => {
    // The five lose, so the new weights no longer follow them.
    const report = learnWeekly(input(story(repeat(60, lost))))
    expect(report).toMatchObject({
      decision: 'deploy',
      outcomes: 60,
      real: 60,
      shadow: 0,
      fitted: 42,
      tested: 18,
      takenOld: 18,
      takenNew: 0,
      changedDecisions: 18,
      meanOldPct: -1,
      meanNewPct: 0,
      improvement: 1,
    })
    expect(report.reason).toBe('improvement 100.0 %, above 3.0 %')
    expect(report.bootstrapP).toBeLessThan(0.001)
    expect(report.newWeights?.HEAD_A).toBeLessThan(1 / 9)
    expect(report.oldWeights).toEqual(nineEqual)
  })

  test('refuses what changes no decision, with p = 1', () => {
    const report = learnWeekly(input(story(repeat(60, won))))
    expect(report).toMatchObject({ decision: 'refuse', improvement: 0, changedDecisions: 0 })
    expect(report.bootstrapP).toBe(1)
    expect(report.reason).toBe('improvement 0.0 %, not above 3.0 %')
    expect(report.newWeights).not.toBeNull()
  })

  test('refuses what fitted the older part and fails on the newer', () => {
    const report = learnWeekly(input(story([...repeat(42, lost), ...repeat(18, won)])))
    expect(report).toMatchObject({ decision: 'refuse', meanOldPct: 1, meanNewPct: 0 })
  })

  test('measures an improvement near zero against 0.05 %', () => {
    const tiny = { won: false, net_pct: -0.001 }
    const report = learnWeekly(input(story(repeat(60, tiny))))
    expect(report.improvement).toBeCloseTo(0.02, 12)
    expect(report.decision).toBe('refuse')
  })

  test('re-decides shadows but does not learn from them', () => {
    const shadows = repeat(30, { ...won, kind: 'shadow' as const })
    const report = learnWeekly(input(story([...shadows, ...repeat(30, lost)])))
    expect(report).toMatchObject({ real: 30, shadow: 30, fitted: 12, tested: 18 })
    expect(report.newWeights?.HEAD_A).toBeLessThan(1 / 9)
    const tested = learnWeekly(
      input(story([...repeat(42, lost), ...repeat(18, { ...lost, kind: 'shadow' as const })])),
    )
    expect(tested).toMatchObject({ decision: 'deploy', tested: 18, takenOld: 18 })
  })

  const skipped = [
    { name: 'under fifty outcomes', given: repeat(49, won), reason: '49 outcomes, fewer than 50' },
    {
      name: 'too few real ones to fit on',
      given: [...repeat(41, { ...won, kind: 'shadow' as const }), ...repeat(19, won)],
      reason: '1 real outcomes to fit on, fewer than 10',
    },
  ]
  for (const { name, given, reason } of skipped) {
    test(`skips ${name}`, () => {
      const report = learnWeekly(input(story(given)))
      expect(report).toMatchObject({ decision: 'skip', reason, newWeights: null })
      expect([report.meanOldPct, report.improvement, report.bootstrapP]).toEqual([null, null, null])
    })
  }

  test('says the same however the outcomes are ordered', () => {
    const mixed = story([...repeat(30, won), ...repeat(30, lost)])
    expect(learnWeekly(input([...mixed].reverse()))).toEqual(learnWeekly(input(mixed)))
  })
})
