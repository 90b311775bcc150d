import { equalWeights } from '../projection.ts'
import type { LearningRule } from './learning-rule.ts'
import { solvePositiveDefinite } from './linear-system.ts'
import { type Exponents, gradientOf, movedBy, stacked, weightsOfExponents } from './stacking.ts'

/** What of the curvature is left after each outcome; a thousand outcomes are remembered. */
const kept = 0.999
/** Curvature before any outcome, and what forgetting returns to, so that no direction ever has none. */
const priorCurvature = 5

export interface NewtonState {
  readonly exponents: Exponents
  /** Σ of the gradients' outer products, forgetting; rows and columns by the heads' names. */
  readonly curvature: readonly (readonly number[])[]
}

/**
 * Online stacking by the online Newton step on log loss: steps are long where little is known and short where much is;
 * heads that say the same share one step. Only exponents of heads awake move. Hazan, Agarwal, Kale, Logarithmic Regret
 * Algorithms for Online Convex Optimization, Machine Learning 69, 2007; with forgetting, and bounds in place of its projection.
 */
export const newtonStacking: LearningRule<NewtonState> = {
  start(heads) {
    const curvature = heads.map((_, row) =>
      heads.map((_, column) => (row === column ? priorCurvature : 0)),
    )
    return { exponents: equalWeights(heads), curvature }
  },
  probability: ({ exponents }, said) => stacked(exponents, said),
  weights: ({ exponents }) => weightsOfExponents(exponents),
  learn({ exponents, curvature }, { said, outcome }) {
    const gradient = gradientOf(exponents, said, outcome.won)
    const heads = Object.keys(exponents).sort()
    const slopes = new Map(said.map(({ name }, at) => [name, gradient[at] ?? 0]))
    const next = curvature.map((line, row) =>
      line.map((value, column) => {
        const prior = row === column ? (1 - kept) * priorCurvature : 0
        const slope = slopes.get(heads[row] ?? '') ?? 0
        return kept * value + prior + slope * (slopes.get(heads[column] ?? '') ?? 0)
      }),
    )
    const awake = heads.flatMap((head, at) => (slopes.has(head) ? [at] : []))
    const steps = solvePositiveDefinite(
      awake.map((row) => awake.map((column) => next[row]?.[column] ?? 0)),
      gradient,
    )
    return { exponents: movedBy(exponents, said, steps), curvature: next }
  },
}
