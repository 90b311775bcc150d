import type { CalibrationBin } from '../../schemas/contracts.generated.ts'
import { shrinkageWeight } from '../gates/history.ts'

/** Of a probability that a head's own direction is right: 0.50 to 0.55, to 0.60 and so on to 1. */
export const binsCount = 10

/** What became of the votes of each head, by bin of the probability that was said. */
export interface CalibrationByHead {
  readonly [head: string]: readonly CalibrationBin[]
}

/** The bin of a probability; below one half and 1 are in the first and the last. */
export function binOf(probability: number): number {
  // Times 20, which is exact where a twentieth is said, and not over 0.05, which is not.
  const bin = Math.floor(probability * 2 * binsCount) - binsCount
  return Math.min(binsCount - 1, Math.max(0, bin))
}

/**
 * A head's probability drawn to the share of its votes in the same bin that were right; what is said weighs as much as
 * 20 votes. As it was said where nothing is known.
 */
export function calibrated(
  bins: readonly CalibrationBin[] | undefined,
  probability: number,
): number {
  const bin = bins?.[binOf(probability)]
  if (bin === undefined || bin.votes === 0) return probability
  return (bin.right + shrinkageWeight * probability) / (bin.votes + shrinkageWeight)
}
