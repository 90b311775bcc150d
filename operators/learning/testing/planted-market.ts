import { heads, nineEqual, vote } from '../../consensus/testing/votes.ts'
import { compareRules, startComparison } from '../compare-rules.ts'
import { learningDefaults as config } from '../learning-config.ts'
import { randomSequence } from '../random.ts'
import type { TaughtOutcome } from '../rule.ts'
import { type RuleName, ruleNames } from '../rules/catalogue.ts'
import type { ClosedCase } from '../rules/learning-rule.ts'
import { saidOf } from '../rules/said.ts'

/** For so many outcomes one head is right so often, all others in half of their votes; null: all of them. */
export interface Phase {
  readonly outcomes: number
  readonly right: { readonly head: string; readonly rate: number } | null
}

/** One head right in 80 %; which one it is changes twice. */
export const switchingEdge: readonly Phase[] = ['HEAD_C', 'HEAD_G', 'HEAD_A'].map((head) => ({
  outcomes: 100,
  right: { head, rate: 0.8 },
}))

/** One head right in 60 %, and always the same. */
export const steadyEdge: readonly Phase[] = [
  { outcomes: 300, right: { head: 'HEAD_D', rate: 0.6 } },
]

/** The same markets in which every head flips coins. */
export function withoutEdge(phases: readonly Phase[]): readonly Phase[] {
  return phases.map(({ outcomes }) => ({ outcomes, right: null }))
}

/** LONG signals that win by a coin, and nine heads that all say 0.65 for their side. */
function plantedMarket(seed: number, phases: readonly Phase[]): readonly ClosedCase[] {
  const random = randomSequence(seed)
  return phases.flatMap(({ outcomes, right }) =>
    Array.from({ length: outcomes }, (): ClosedCase => {
      const won = random() < 0.5
      const votes = heads.map((head) => {
        const isRight = random() < (head === right?.head ? right.rate : 0.5)
        return vote(head, isRight === won ? 'LONG' : 'SHORT')
      })
      const outcome: TaughtOutcome = {
        direction: 'LONG',
        won,
        net_pct: won ? 1 : -1,
        signal_time: 0,
        votes,
      }
      const said = saidOf(outcome, nineEqual, config.vote)
      return { outcome, said, teaches: true, config }
    }),
  )
}

export interface Course {
  /** Before each outcome. */
  readonly weights: readonly { readonly [head: string]: number }[]
  /** Nats over all outcomes. */
  readonly lossTotal: number
  /** Against the best single head of all the market. */
  readonly regretBestHead: number
}

/** How every rule fares in one planted market. */
export function coursesIn(
  seed: number,
  phases: readonly Phase[],
): { readonly [rule in RuleName]: Course } {
  let compared = startComparison(heads)
  const course = plantedMarket(seed, phases).map((closed) => {
    const { scores, next } = compareRules(compared, closed)
    compared = next
    return scores
  })
  const courses = ruleNames.map((name, at) => {
    const newest = course.at(-1)?.[at]
    const of: Course = {
      weights: course.map((scores) => scores[at]?.weights ?? {}),
      lossTotal: newest?.log_loss_total ?? 0,
      regretBestHead: newest?.regret_best_head ?? 0,
    }
    return [name, of] as const
  })
  return Object.fromEntries(courses) as { [rule in RuleName]: Course }
}

/** Outcomes 41 to 60 after each beginning of a phase. */
export const settled = { from: 40, to: 60 } as const

/** The mean of each head's weight over the outcomes from one to before another. */
export function meanWeights(
  { weights }: Course,
  from: number,
  to: number,
): { readonly [head: string]: number } {
  const part = weights.slice(from, to)
  return Object.fromEntries(
    heads.map((head) => {
      const sum = part.reduce((total, one) => total + (one[head] ?? 0), 0)
      return [head, sum / part.length]
    }),
  )
}

/** The head with the largest; of equals the first by name. */
export function largestOf(weights: { readonly [head: string]: number }): string {
  return heads.reduce((best, head) => ((weights[head] ?? 0) > (weights[best] ?? 0) ? head : best))
}
