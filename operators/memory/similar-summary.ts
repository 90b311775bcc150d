import { judgedFrom } from '../statistics/expectancy.ts'
import { percentileRank } from '../statistics/percentile-rank.ts'
import { type Interval, wilsonInterval } from '../statistics/wilson.ts'
import { statesMin } from './assessment.ts'

export type RiskLevel = 'low' | 'medium' | 'high'

/** What followed the states most like one, for one side. */
export interface SimilarSummary {
  readonly cases: number
  readonly wins: number
  /** Of 95 %, of the win rate. */
  readonly interval: Interval
  /** Null where nothing followed. */
  readonly meanNetPct: number | null
  readonly worstNetPct: number | null
  /** 1 − the percentile rank of the mean among those before; null: no opinion. */
  readonly risk: number | null
  readonly level: RiskLevel | null
  readonly tooFew: boolean
}

/** `nets`: of the similar states, per cent; `meansBefore`: what the mean was for the states before. */
export function summariseSimilar(
  nets: readonly number[],
  states: number,
  meansBefore: readonly number[],
): SimilarSummary {
  const cases = nets.length
  const wins = nets.filter((net) => net > 0).length
  const meanNetPct = cases === 0 ? null : nets.reduce((sum, net) => sum + net, 0) / cases
  const rank =
    meanNetPct === null || states < statesMin ? null : percentileRank(meansBefore, meanNetPct)
  const risk = rank === null ? null : 1 - rank
  return {
    cases,
    wins,
    interval: wilsonInterval(wins, cases),
    meanNetPct,
    worstNetPct: cases === 0 ? null : Math.min(...nets),
    risk,
    level: risk === null ? null : levelOf(risk),
    tooFew: cases < judgedFrom,
  }
}

function levelOf(risk: number): RiskLevel {
  if (risk < 0.4) return 'low'
  return risk > 0.6 ? 'high' : 'medium'
}
