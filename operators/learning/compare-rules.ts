import { exactLog } from '../../engine/core/exact-math.ts'
import type { RuleScore } from '../../schemas/contracts.generated.ts'
import type { HeadWeights } from '../consensus/consensus.ts'
import { type RuleName, ruleNames, rules } from './rules/catalogue.ts'
import type { ClosedCase } from './rules/learning-rule.ts'

/** How right a rule was so far, added up. */
interface Tally {
  readonly outcomes: number
  readonly hits: number
  /** Nats. */
  readonly lossTotal: number
  /** By head that has spoken: nats that the rule lost more than it, over the outcomes on which the head spoke. */
  readonly behind: HeadWeights
}

/** Every rule side by side on the same outcomes: its state, and how right it was. */
export type RulesCompared = {
  readonly [rule in RuleName]: { readonly state: unknown; readonly tally: Tally }
}

function eachRule<T>(give: (name: RuleName) => T): { readonly [rule in RuleName]: T } {
  return Object.fromEntries(ruleNames.map((name) => [name, give(name)])) as {
    [rule in RuleName]: T
  }
}

export function startComparison(heads: readonly string[]): RulesCompared {
  const tally: Tally = { outcomes: 0, hits: 0, lossTotal: 0, behind: {} }
  return eachRule((name) => ({ state: rules[name].start(heads), tally }))
}

/** Log loss of a probability of a win: minus the natural logarithm of what was given to what happened. */
export function logLoss(probability: number, won: boolean): number {
  return -exactLog(won ? probability : 1 - probability)
}

/** Lets every rule say what it believes, scores it, and only then lets it learn. */
export function compareRules(
  compared: RulesCompared,
  closed: ClosedCase,
): { readonly scores: readonly RuleScore[]; readonly next: RulesCompared } {
  const probabilities = eachRule((name) =>
    rules[name].probability(compared[name].state, closed.said),
  )
  const next = eachRule((name) => ({
    state: rules[name].learn(compared[name].state, closed),
    tally: counted(compared[name].tally, probabilities[name], closed),
  }))
  const scores = ruleNames.map((name): RuleScore => {
    const { outcomes, hits, lossTotal, behind } = next[name].tally
    const best = farthestAhead(behind)
    return {
      rule: name,
      probability: probabilities[name],
      log_loss: logLoss(probabilities[name], closed.outcome.won),
      hit: isHit(probabilities[name], closed.outcome.won),
      outcomes,
      hits,
      log_loss_total: lossTotal,
      best_head: best,
      regret_best_head: behind[best] ?? 0,
      regret_outcome_rule: lossTotal - next.outcome.tally.lossTotal,
      weights: weightsBy(compared, name),
    }
  })
  return { scores, next }
}

/** The weights of heads that a rule would go by. */
export function weightsBy(compared: RulesCompared, name: RuleName): HeadWeights {
  return rules[name].weights(compared[name].state)
}

/** As after a job or a person put these weights in force while the rule `outcome` drives. */
export function goOnFrom(compared: RulesCompared, weights: HeadWeights): RulesCompared {
  return eachRule((name) => {
    const { state, tally } = compared[name]
    return { state: rules[name].goOnFrom?.(state, weights) ?? state, tally }
  })
}

function isHit(probability: number, won: boolean): boolean {
  return probability > 0.5 === won
}

function counted(tally: Tally, probability: number, { said, outcome }: ClosedCase): Tally {
  const loss = logLoss(probability, outcome.won)
  const behind: { [head: string]: number } = { ...tally.behind }
  for (const voice of said)
    behind[voice.name] = (behind[voice.name] ?? 0) + loss - logLoss(voice.probability, outcome.won)
  return {
    outcomes: tally.outcomes + 1,
    hits: tally.hits + (isHit(probability, outcome.won) ? 1 : 0),
    lossTotal: tally.lossTotal + loss,
    behind,
  }
}

/** The head that the rule has lost most against; of equals the first by name, of none ''. */
function farthestAhead(behind: HeadWeights): string {
  const heads = Object.keys(behind).sort()
  return heads.reduce(
    (best, head) => ((behind[head] ?? 0) > (behind[best] ?? 0) ? head : best),
    heads[0] ?? '',
  )
}
