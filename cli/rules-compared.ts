import type { Log } from '../engine/log/log.ts'
import { recordsOf } from '../engine/log/records-of.ts'
import { judgedFrom } from '../operators/statistics/expectancy.ts'
import { type Interval, wilsonInterval } from '../operators/statistics/wilson.ts'
import type { RuleScores } from '../schemas/contracts.generated.ts'
import { topics } from '../schemas/topics.ts'
import { percent, signed } from './figures.ts'

/** What a yes or no of which nothing is known costs an outcome, nats. */
const noPrediction = Math.LN2

export interface ComparedRule {
  readonly rule: string
  /** The weights in force follow it. */
  readonly drives: boolean
  readonly outcomes: number
  /** Nats an outcome. */
  readonly meanLogLoss: number
  readonly hits: number
  readonly hitRate: number
  /** 95 %, Wilson. */
  readonly interval: Interval
  readonly bestHead: string
  /** Nats over all outcomes; below 0: the rule lost less. */
  readonly regretBestHead: number
  readonly regretOutcomeRule: number
  readonly verdict: 'too few to judge' | null
}

export interface RulesComparison {
  readonly noPrediction: number
  /** The least mean log loss first. */
  readonly rules: readonly ComparedRule[]
}

/** The rules of learning as the newest scores of a log have them. */
export function rulesComparedIn(log: Log): RulesComparison {
  let newest: RuleScores | undefined
  for (const { value } of recordsOf(log, topics.ruleScores)) newest = value
  return compareScores(newest)
}

export function compareScores(newest: RuleScores | undefined): RulesComparison {
  const compared = (newest?.rules ?? []).map(
    ({ rule, outcomes, hits, ...score }): ComparedRule => ({
      rule,
      drives: rule === newest?.drives,
      outcomes,
      meanLogLoss: score.log_loss_total / outcomes,
      hits,
      hitRate: hits / outcomes,
      interval: wilsonInterval(hits, outcomes),
      bestHead: score.best_head,
      regretBestHead: score.regret_best_head,
      regretOutcomeRule: score.regret_outcome_rule,
      verdict: outcomes < judgedFrom ? 'too few to judge' : null,
    }),
  )
  return { noPrediction, rules: compared.sort((a, b) => a.meanLogLoss - b.meanLogLoss) }
}

/** A table for people. */
export function rulesText({ rules }: RulesComparison): readonly string[] {
  if (rules.length === 0) return ['no outcome yet: nothing to compare the rules on']
  const header =
    'rule               outcomes  mean log loss  right                        against the best head  against outcome'
  return [
    header,
    ...rules.map(lineOf),
    `no prediction                       ${noPrediction.toFixed(4)}  (ln 2: a rule that loses more is worse than none; regrets are in nats, below 0 is better)`,
  ]
}

function lineOf(rule: ComparedRule): string {
  const { low, high } = rule.interval
  return [
    rule.rule.padEnd(18),
    String(rule.outcomes).padStart(8),
    rule.meanLogLoss.toFixed(4).padStart(14),
    ` ${percent(rule.hitRate)} (${percent(low)} to ${percent(high)})`.padEnd(28),
    `${signed(rule.regretBestHead).padStart(8)} ${rule.bestHead}`.padEnd(22),
    signed(rule.regretOutcomeRule).padStart(8),
    rule.drives ? ' drives' : '',
    rule.verdict === null ? '' : ` ${rule.verdict}`,
  ]
    .join(' ')
    .trimEnd()
}
