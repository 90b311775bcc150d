import type { Direction } from '../../schemas/contracts.generated.ts'
import type { Preset } from '../consensus/presets.ts'
import { breakEvenRate } from '../positions/levels.ts'
import { wilsonInterval } from '../statistics/wilson.ts'
import { atLeast, noOpinion, percent, type Verdict } from './verdict.ts'

export const historyCasesMin = 20
export const shrinkageWeight = 20

export interface Tally {
  readonly cases: number
  readonly wins: number
}

/** One symbol's past by direction and regime, real outcomes and shadows alike. */
export interface HistoryBook {
  readonly [likeness: string]: Tally
}

function likenessOf(direction: Direction, regime: string): string {
  return `${direction} ${regime}`
}

export function withOutcome(
  book: HistoryBook,
  outcome: { readonly direction: Direction; readonly regime: string; readonly won: boolean },
): HistoryBook {
  const likeness = likenessOf(outcome.direction, outcome.regime)
  const { cases, wins } = book[likeness] ?? { cases: 0, wins: 0 }
  return { ...book, [likeness]: { cases: cases + 1, wins: wins + (outcome.won ? 1 : 0) } }
}

/** The symbol's base rate: a symbol's task knows no other symbol, whatever the partitions. */
function baseRateOf(book: HistoryBook): number {
  let cases = 0
  let wins = 0
  for (const tally of Object.values(book)) {
    cases += tally.cases
    wins += tally.wins
  }
  return cases > 0 ? wins / cases : 0
}

export function historyGate(
  book: HistoryBook,
  like: { readonly direction: Direction; readonly regime: string; readonly rewardRisk: number },
  preset: Preset,
): Verdict {
  if (preset.historyFactor === null) return noOpinion('history', `off in ${preset.name}`)
  const likeness = likenessOf(like.direction, like.regime)
  const { cases, wins } = book[likeness] ?? { cases: 0, wins: 0 }
  if (cases < historyCasesMin) {
    return noOpinion('history', `${cases} cases of ${likeness}, fewer than ${historyCasesMin}`)
  }
  const base = baseRateOf(book)
  const shrunk = (wins + shrinkageWeight * base) / (cases + shrinkageWeight)
  const threshold = preset.historyFactor * breakEvenRate(like.rewardRisk)
  const { low, high } = wilsonInterval(wins, cases)
  const raw = `won ${wins} of ${cases} (95 % ${percent(low)} to ${percent(high)})`
  const note = `${likeness}: ${raw}, ${percent(shrunk)} shrunk to the base rate ${percent(base)}`
  return atLeast('history', shrunk, threshold, note)
}
