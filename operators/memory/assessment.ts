import { percentileRank } from '../statistics/percentile-rank.ts'
import { wilsonInterval } from '../statistics/wilson.ts'
import type { Followed } from './what-followed.ts'

/** Below so many past states the memory has no opinion. */
export const statesMin = 200

/** What followed the neighbours, for one side. */
export interface Assessment {
  readonly winRate: number
  readonly meanNetPct: number
  readonly maxDrawdownPct: number
  /** 1 − the percentile rank of the mean net return among those before it; null: no opinion. */
  readonly risk: number | null
  /** How narrow the 95 % interval of the win rate is, times how near the neighbours are. */
  readonly confidence: number
}

export interface AssessedAmong {
  readonly meanDistance: number
  /** Past states there are. */
  readonly states: number
  /** Mean net returns of the neighbours of earlier states. */
  readonly meansBefore: ArrayLike<number>
}

/** Null where no position of the side followed any neighbour. */
export function assess(
  followed: readonly Followed[],
  { meanDistance, states, meansBefore }: AssessedAmong,
): Assessment | null {
  const cases = followed.length
  if (cases === 0) return null
  const wins = followed.filter(({ netPct }) => netPct > 0).length
  const meanNetPct = followed.reduce((sum, { netPct }) => sum + netPct, 0) / cases
  const rank = states < statesMin ? null : percentileRank(meansBefore, meanNetPct)
  const { low, high } = wilsonInterval(wins, cases)
  return {
    winRate: wins / cases,
    meanNetPct,
    maxDrawdownPct: Math.max(...followed.map(({ drawdownPct }) => drawdownPct)),
    risk: rank === null ? null : 1 - rank,
    confidence: (1 - (high - low)) * Math.max(0, 1 - meanDistance),
  }
}
