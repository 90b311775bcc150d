import type { Outcome, Weights } from '../../schemas/contracts.generated.ts'
import { binOf, binsCount } from '../consensus/calibration.ts'

/** A head's reliability curve, and what its Brier score is made of. */
export interface HeadCalibration {
  readonly bins: readonly {
    readonly votes: number
    /** Sum of what was said. */
    readonly said: number
    readonly right: number
  }[]
  readonly votes: number
  /** Sum of (said − right)². */
  readonly squares: number
}

export interface Calibrations {
  readonly [head: string]: HeadCalibration
}

const emptyBin = { votes: 0, said: 0, right: 0 }
const unknown: HeadCalibration = {
  bins: Array.from({ length: binsCount }, () => emptyBin),
  votes: 0,
  squares: 0,
}

/**
 * Counts each vote for a side that was in force: it was right when it agreed with what won or opposed what lost. Also
 * votes that were too unsure to count as valid, for a preset may change.
 */
export function learnCalibration(
  known: Calibrations,
  {
    direction,
    won,
    signal_time,
    votes,
  }: Pick<Outcome, 'direction' | 'won' | 'signal_time' | 'votes'>,
): Calibrations {
  const next: { [head: string]: HeadCalibration } = { ...known }
  for (const vote of votes) {
    if (vote.direction === 'FLAT' || vote.validity !== 'OK' || vote.valid_until < signal_time)
      continue
    const isRight = (vote.direction === direction) === won
    next[vote.head] = counted(next[vote.head] ?? unknown, vote.probability, isRight ? 1 : 0)
  }
  return next
}

function counted(head: HeadCalibration, said: number, right: number): HeadCalibration {
  const at = binOf(said)
  return {
    bins: head.bins.map((bin, index) =>
      index === at
        ? { votes: bin.votes + 1, said: bin.said + said, right: bin.right + right }
        : bin,
    ),
    votes: head.votes + 1,
    squares: head.squares + (said - right) * (said - right),
  }
}

/** Mean squared distance of what was said from what was right; 0.25 for one half each time. */
export function brierScore({ votes, squares }: HeadCalibration): number {
  return squares / votes
}

/** What the consensus needs of it, as it goes with the weights. */
export function calibrationInForce(known: Calibrations): Weights['calibration'] {
  return Object.fromEntries(
    Object.keys(known)
      .sort()
      .map((head) => [
        head,
        (known[head]?.bins ?? []).map(({ votes, right }) => ({ votes, right })),
      ]),
  )
}
