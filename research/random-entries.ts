import { randomSequence } from '../operators/learning/random.ts'

/** A closed signal, and what entering at random would have given: one outcome a moment, of its symbol and side. */
export interface JudgedSignal {
  readonly netPct: number
  readonly pool: Float64Array
}

export interface AgainstRandom {
  readonly signals: number
  /** Mean net P/L of the signals, per cent of notional. */
  readonly netPct: number
  readonly draws: number
  /** Mean of the draws' means, and the band that holds 95 % of them. */
  readonly randomPct: number
  readonly low: number
  readonly high: number
  /**
   * How often random entries gave as much or more. One is added to both counts, so that no finite number of draws
   * claims certainty.
   */
  readonly p: number
}

/**
 * Would entering at random have given as much? Each draw puts every signal at a random moment of the same symbol and
 * side, with the same levels, costs and exits: what is left of the difference is the choice of the moment. Needs a
 * signal; every pool has an outcome.
 */
export function againstRandomEntries(
  signals: readonly JudgedSignal[],
  draws: number,
  seed: number,
): AgainstRandom {
  const pools = new Map<Float64Array, Float64Array>()
  for (const { pool } of signals) {
    if (!pools.has(pool))
      pools.set(
        pool,
        pool.filter((net) => !Number.isNaN(net)),
      )
  }
  const netPct = signals.reduce((sum, one) => sum + one.netPct, 0) / signals.length
  const random = randomSequence(seed)
  const means = new Float64Array(draws)
  let asGood = 0
  for (let draw = 0; draw < draws; draw += 1) {
    let sum = 0
    for (const { pool } of signals) {
      const known = pools.get(pool) ?? pool
      sum += known[Math.floor(random() * known.length)] ?? 0
    }
    means[draw] = sum / signals.length
    if (sum / signals.length >= netPct) asGood += 1
  }
  means.sort()
  const quantile = (share: number): number =>
    means[Math.min(draws - 1, Math.floor(share * draws))] ?? Number.NaN
  return {
    signals: signals.length,
    netPct,
    draws,
    randomPct: means.reduce((sum, mean) => sum + mean, 0) / draws,
    low: quantile(0.025),
    high: quantile(0.975),
    p: (asGood + 1) / (draws + 1),
  }
}
