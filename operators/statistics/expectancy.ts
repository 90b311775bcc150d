import type { Outcome } from '../../schemas/contracts.generated.ts'
import { breakEvenRate } from '../positions/levels.ts'
import { type Interval, wilsonInterval } from './wilson.ts'

export const judgedFrom = 30

/** A rate with everything that must stand beside it. */
export interface Expectancy {
  readonly cases: number
  readonly wins: number
  /** null without cases. */
  readonly winRate: number | null
  readonly interval: Interval
  /** Mean of the cases' own break-even rates; null without cases. */
  readonly breakEven: number | null
  /** Mean net P/L, per cent of notional; null without cases. */
  readonly netPct: number | null
  readonly verdict: 'too few to judge' | null
}

export function expectancyOf(
  outcomes: readonly Pick<Outcome, 'won' | 'net_pct' | 'reward_risk'>[],
): Expectancy {
  const cases = outcomes.length
  let wins = 0
  let breakEvenSum = 0
  let netSum = 0
  for (const outcome of outcomes) {
    if (outcome.won) wins += 1
    breakEvenSum += breakEvenRate(outcome.reward_risk)
    netSum += outcome.net_pct
  }
  const mean = (sum: number): number | null => (cases > 0 ? sum / cases : null)
  return {
    cases,
    wins,
    winRate: mean(wins),
    interval: wilsonInterval(wins, cases),
    breakEven: mean(breakEvenSum),
    netPct: mean(netSum),
    verdict: cases < judgedFrom ? 'too few to judge' : null,
  }
}
