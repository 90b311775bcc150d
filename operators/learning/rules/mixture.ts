import type { HeadWeights } from '../../consensus/consensus.ts'
import { equalWeights } from '../projection.ts'
import { equal } from './equal.ts'
import { fixedShare } from './fixed-share.ts'
import { gradientStacking } from './gradient-stacking.ts'
import type { LearningRule, Said } from './learning-rule.ts'
import { newtonStacking } from './newton-stacking.ts'
import { outcomeRule } from './outcome.ts'
import { pooled, reweighted, sharedOut } from './pool.ts'

export interface MixtureState {
  /** By member; they sum to 1. */
  readonly trust: HeadWeights
  readonly members: { readonly [member: string]: unknown }
}

const mixed: { readonly [member: string]: LearningRule } = {
  equal,
  'fixed-share': fixedShare,
  'gradient-stacking': gradientStacking,
  'newton-stacking': newtonStacking,
  outcome: outcomeRule,
}
export const mixedNames: readonly string[] = Object.keys(mixed).sort()

/**
 * Rules as voices of a rule: exponential weights over them, of which a share is given away at each outcome. Without
 * sharing it is never more than ln 5 nats behind any of its five members, over any run of outcomes.
 */
export function mixtureSharing(share: number): LearningRule<MixtureState> {
  const saidBy = ({ members }: MixtureState, said: readonly Said[]): readonly Said[] =>
    mixedNames.map((name) => ({
      name,
      probability: mixed[name]?.probability(members[name], said) ?? 0,
    }))
  const each = (with_: (rule: LearningRule, name: string) => unknown) =>
    Object.fromEntries(
      Object.entries(mixed).map(([name, rule]) => [name, with_(rule, name)] as const),
    )
  return {
    start: (heads) => ({
      trust: equalWeights(mixedNames),
      members: each((rule) => rule.start(heads)),
    }),
    probability: (state, said) => pooled(state.trust, saidBy(state, said)),
    weights({ trust, members }) {
      const sum: { [head: string]: number } = {}
      for (const name of mixedNames) {
        const weights = mixed[name]?.weights(members[name]) ?? {}
        for (const head of Object.keys(weights).sort())
          sum[head] = (sum[head] ?? 0) + (trust[name] ?? 0) * (weights[head] ?? 0)
      }
      return sum
    },
    learn(state, closed) {
      const voices = saidBy(state, closed.said)
      const trust = reweighted(state.trust, voices, closed.outcome.won)
      return {
        trust: sharedOut(trust, voices, share),
        members: each((rule, name) => rule.learn(state.members[name], closed)),
      }
    },
    goOnFrom: (state, weights) => ({
      trust: state.trust,
      members: each((rule, name) =>
        rule.goOnFrom === undefined
          ? state.members[name]
          : rule.goOnFrom(state.members[name], weights),
      ),
    }),
  }
}

/** Fixed-Share over five rules, one thousandth given away: as good as the best of them, whichever that is. */
export const mixture: LearningRule<MixtureState> = mixtureSharing(0.001)
