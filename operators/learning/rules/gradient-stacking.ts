import { equalWeights } from '../projection.ts'
import type { LearningRule } from './learning-rule.ts'
import { type Exponents, gradientOf, movedBy, stacked, weightsOfExponents } from './stacking.ts'

const rate = 0.005

/** Online stacking by gradient descent on log loss: slow, sure, and never far from the equal exponents at first. */
export const gradientStacking: LearningRule<Exponents> = {
  start: equalWeights,
  probability: stacked,
  weights: weightsOfExponents,
  learn(exponents, { said, outcome }) {
    const gradient = gradientOf(exponents, said, outcome.won)
    return movedBy(
      exponents,
      said,
      gradient.map((slope) => rate * slope),
    )
  },
}
