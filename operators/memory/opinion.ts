import type { Embedding } from '../../schemas/contracts.generated.ts'
import type { Side } from '../positions/levels.ts'

/** What the market memory says of its newest state. */
export interface MemoryOpinion {
  readonly closeMs: number
  readonly longRisk: number | null
  readonly shortRisk: number | null
}

/** Two hours: what is older speaks of another market, after a gap in the data. */
const ageMaxMs = 2 * 3_600_000

export function opinionOf({ close_time, long_risk, short_risk }: Embedding): MemoryOpinion {
  return { closeMs: close_time, longRisk: long_risk, shortRisk: short_risk }
}

/** The side's risk, 0 to 1, at a time; null: no opinion, or none that still holds. */
export function riskOf(opinion: MemoryOpinion | null, side: Side, timeMs: number): number | null {
  if (opinion === null || timeMs - opinion.closeMs > ageMaxMs) return null
  return side === 'LONG' ? opinion.longRisk : opinion.shortRisk
}
