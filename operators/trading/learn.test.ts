import { describe, expect, test } from 'vitest'
import { defineOperator } from '../../engine/core/operator.ts'
import {
  OperatorRun,
  type OperatorUnderTest,
  underTest,
} from '../../engine/testing/operator-run.ts'
import type { Control, RuleScores, Weights } from '../../schemas/contracts.generated.ts'
import { equalWeights } from '../learning/projection.ts'
import { ruleNames } from '../learning/rules/catalogue.ts'
import { outcome } from '../learning/testing/outcomes.ts'
import { learn } from './learn.ts'
import type { Lesson } from './learn-state.ts'
import { headIds, type TradingSettings, tradingDefaults } from './trading-settings.ts'

const minuteMs = 60_000
const equal = equalWeights(headIds)
const inputs = ['control', 'setting', 'outcome'] as const

const learning = (more: Partial<TradingSettings> = {}): OperatorUnderTest =>
  underTest(inputs, (streams) => ({
    // biome-ignore lint/suspicious/noExplicitAny: the driver's inputs have no types
    out: learn({ id: 'learn', settings: { ...tradingDefaults, ...more } })(streams as any),
  }))

class Lessons {
  readonly run: OperatorRun
  private timeMs = 0

  constructor(under: OperatorUnderTest) {
    this.run = new OperatorRun(under)
  }

  outcomes(count: number, pattern: string, won: (at: number) => boolean): void {
    for (let at = 0; at < count; at++) {
      const id = `o${this.timeMs / minuteMs}`
      this.give('outcome', { ...outcome(pattern, { id, won: won(at) }), signal_id: `of-${id}` })
    }
  }

  command(command: string, about: object): void {
    const control: Control = {
      id: `${command}-${this.timeMs}`,
      command,
      arguments: JSON.stringify(about),
      who: 'a test',
      why: 'to see',
    }
    this.give('control', control)
  }

  scores(): readonly RuleScores[] {
    return this.lessons().flatMap((lesson) => (lesson.kind === 'scores' ? [lesson.scores] : []))
  }

  versions(): readonly Weights[] {
    return this.lessons().flatMap((lesson) => (lesson.kind === 'weights' ? [lesson.weights] : []))
  }

  /** What a rule went by when it was scored last. */
  weightsOf(rule: string): Weights['weights'] {
    return (
      this.scores()
        .at(-1)
        ?.rules.find((one) => one.rule === rule)?.weights ?? {}
    )
  }

  private lessons(): readonly Lesson[] {
    return this.run.list('out').map(({ value }) => value as Lesson)
  }

  private give(input: string, value: unknown): void {
    this.run.append({ input, key: 'desk', value, timeMs: this.timeMs })
    this.timeMs += minuteMs
    // It waits while a command of the same time may still come.
    this.run.append({ beatMs: this.timeMs })
    while (this.run.run(Number.MAX_SAFE_INTEGER));
    this.run.commit()
  }
}

/** Three for LONG, the rest for SHORT: whether the three are right is the outcome's. */
const split = 'LLLSSSSSS'

describe('the learning operator', () => {
  test('scores every rule on each outcome, the first nine too, before it learns from it', () => {
    const lessons = new Lessons(learning())
    lessons.outcomes(11, split, () => true)
    expect(lessons.scores()).toHaveLength(11)
    expect(lessons.versions()).toHaveLength(2)
    const [first, second] = lessons.scores()
    expect(first).toMatchObject({
      outcome_id: 'o0',
      signal_id: 'of-o0',
      event_time: 0,
      won: true,
      drives: 'outcome',
    })
    expect(first?.rules.map(({ rule }) => rule)).toEqual([...ruleNames])
    const hedges = [first, second].map((one) => one?.rules.find(({ rule }) => rule === 'hedge'))
    // Three say 0.65 and six 0.35.
    expect(hedges[0]?.probability).toBeCloseTo(0.45, 12)
    expect(hedges[0]).toMatchObject({ hit: false, outcomes: 1, hits: 0 })
    expect(hedges[1]?.probability).toBeGreaterThan(0.45)
    expect(hedges[1]?.outcomes).toBe(2)
  })

  test('scores the rule of today by the weights in force while it drives', () => {
    const lessons = new Lessons(learning())
    lessons.outcomes(12, split, (at) => at % 3 > 0)
    lessons.command('set-weights', { HEAD_A: 0.3, HEAD_B: 0.05 })
    lessons.outcomes(1, split, () => true)
    expect(lessons.versions().map(({ trigger }) => trigger)).toEqual([
      'outcome',
      'outcome',
      'outcome',
      'manual',
      'outcome',
    ])
    expect(lessons.weightsOf('outcome')).toEqual(lessons.versions().at(-2)?.weights)
    expect(lessons.weightsOf('equal')).toEqual(equal)
  })

  test('lets another rule drive in steps of 20 %, and the rule of today go its own way', () => {
    const lessons = new Lessons(learning({ learningRule: 'fixed-share' }))
    lessons.outcomes(20, split, () => true)
    const shadow = new Lessons(learning())
    shadow.outcomes(20, split, () => true)
    expect(lessons.weightsOf('outcome')).toEqual(shadow.weightsOf('outcome'))
    expect(lessons.scores().map(({ drives }) => drives)).toEqual(Array(20).fill('fixed-share'))
    let before: Weights['weights'] = equal
    for (const { weights } of lessons.versions()) {
      let sum = 0
      for (const head of headIds) {
        const [old = 0, now = 0] = [before[head], weights[head]]
        expect(now).toBeGreaterThanOrEqual(Math.max(0.05, 0.8 * old) - 1e-12)
        expect(now).toBeLessThanOrEqual(Math.min(0.3, 1.2 * old) + 1e-12)
        sum += now
      }
      expect(sum).toBeCloseTo(1, 12)
      before = weights
    }
    // What fixed share believes after twenty wins of these three, as far as the bounds let it.
    expect(before.HEAD_A).toBeCloseTo((1 - 6 * 0.05) / 3, 3)
    expect(before.HEAD_I).toBeCloseTo(0.05, 3)
  })

  test('gives the calibration of the heads with the weights, where the consensus is to use it', () => {
    const [off, on] = [new Lessons(learning()), new Lessons(learning({ calibrate: true }))]
    for (const lessons of [off, on]) lessons.outcomes(11, split, (at) => at > 0)
    expect(off.versions().map(({ calibration }) => calibration)).toEqual([{}, {}])
    const [first, second] = on.versions().map(({ calibration }) => calibration)
    // All say 0.65; the three were wrong once, the six right once.
    expect(first?.HEAD_A?.[3]).toEqual({ votes: 10, right: 9 })
    expect(second?.HEAD_A?.[3]).toEqual({ votes: 11, right: 10 })
    expect(second?.HEAD_I?.[3]).toEqual({ votes: 11, right: 1 })
    const bare = (versions: readonly Weights[]) =>
      versions.map(({ calibration: _, ...version }) => version)
    expect(bare(on.versions())).toEqual(bare(off.versions()))
  })

  test('goes on alike after a crash', () => {
    const lessons = new Lessons(learning({ learningRule: 'mixture' }))
    const other = new Lessons(learning({ learningRule: 'mixture' }))
    for (const at of [0, 1, 2, 3]) {
      lessons.outcomes(5, split, () => at % 2 === 0)
      other.outcomes(5, split, () => at % 2 === 0)
      other.run.crash()
    }
    expect(other.scores()).toEqual(lessons.scores())
    expect(other.versions()).toEqual(lessons.versions())
  })

  test('takes up the state of version 1, where no rules were compared', () => {
    const weights = { ...equal, HEAD_A: 0.12, HEAD_B: 2 / 9 - 0.12 }
    const versionOne = underTest(inputs, ({ outcome: given }) => ({
      out: given.pipe(
        defineOperator<unknown, Lesson, unknown>({
          id: 'learn',
          version: 1,
          onRecord(_, { store }) {
            store.put({
              kind: 'learning',
              version: 7,
              learned: { weights, hit_rate: {}, contribution: {} },
              outcomes: 40,
              sinceDaily: [],
              preset: { name: 'standard', vote: { probabilityMin: 0.55, confidenceMin: 0.55 } },
            })
          },
        }),
      ),
    }))
    const lessons = new Lessons(versionOne)
    lessons.outcomes(1, split, () => true)
    lessons.run.redeploy(learning())
    lessons.outcomes(1, split, () => true)
    expect(lessons.versions().map(({ version }) => version)).toEqual([8])
    expect(lessons.weightsOf('outcome')).toEqual(weights)
    expect(lessons.scores()[0]?.rules[0]).toMatchObject({ rule: 'outcome', outcomes: 1 })
  })
})
