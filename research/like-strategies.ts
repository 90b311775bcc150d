import type { SimilarSummary } from '../operators/memory/similar-summary.ts'
import { summariseSimilar } from '../operators/memory/similar-summary.ts'
import type { Direction } from '../schemas/contracts.generated.ts'

/** A past state: what a LONG and a SHORT from its close gave, and what each head said there. */
export interface VotedState {
  readonly longNetPct: number | null
  readonly shortNetPct: number | null
  /** Of the votes that were OK. */
  readonly said: { readonly [head: string]: Direction }
}

/** One way to act on states, and what it gave. */
export interface StrategyRecord {
  /** LONG, SHORT, majority, or a head's id. */
  readonly strategy: string
  /** Of these the strategy acted on `summary.cases`. */
  readonly states: number
  readonly summary: SimilarSummary
}

/**
 * What it gave to be LONG at each state, SHORT at each, on the side of the most heads, or on that of one head; net of
 * costs, per cent. A strategy stands aside where its head said FLAT or nothing. Best mean first; those that never acted last.
 */
export function compareStrategies(states: readonly VotedState[]): readonly StrategyRecord[] {
  const heads = [...new Set(states.flatMap(({ said }) => Object.keys(said)))].sort()
  const sides: readonly (readonly [string, (state: VotedState) => Direction])[] = [
    ['LONG', () => 'LONG'],
    ['SHORT', () => 'SHORT'],
    ['majority', majorityOf],
    ...heads.map((head) => [head, ({ said }: VotedState) => said[head] ?? 'FLAT'] as const),
  ]
  const records = sides.map(([strategy, sideOf]) => {
    const nets = states.flatMap((state) => netOf(state, sideOf(state)) ?? [])
    return { strategy, states: states.length, summary: summariseSimilar(nets, 0, []) }
  })
  const meanOf = ({ summary }: StrategyRecord): number => summary.meanNetPct ?? -Number.MAX_VALUE
  return records.sort((a, b) => meanOf(b) - meanOf(a))
}

function netOf({ longNetPct, shortNetPct }: VotedState, side: Direction): number | null {
  if (side === 'FLAT') return null
  return side === 'LONG' ? longNetPct : shortNetPct
}

function majorityOf({ said }: VotedState): Direction {
  let balance = 0
  for (const direction of Object.values(said)) {
    if (direction !== 'FLAT') balance += direction === 'LONG' ? 1 : -1
  }
  if (balance === 0) return 'FLAT'
  return balance > 0 ? 'LONG' : 'SHORT'
}
