import type { Opinion } from './vote.ts'

/** One thing a head has seen. */
export interface Evidence {
  /** −1 speaks fully for SHORT, 1 fully for LONG. */
  readonly score: number
  readonly weight: number
  readonly text: string
}

export interface Weighing {
  /** The weight that, all on one side, is as strong as this head's evidence gets. */
  readonly fullWeight: number
  /** Share of its inputs that the head had, 0 to 1; scales the confidence. */
  readonly coverage: number
  /** How much seeing nothing says, 0 to 1: no pattern on a chart is no sign of rest, a measure near 0 is. */
  readonly silence: number
}

/**
 * Share of a head's full weight that already counts as full strength: how narrow all heads are, the one
 * knob that was calibrated. Chosen on eight 30-day windows of 2024 and on May 4 to 19, 2025, judged on
 * May 19 to June 3: `docs/calibration.md`.
 */
const fullShare = 0.85

/** Below this strength the two sides are taken as even. */
const flatBelow = 0.1

export function bounded(value: number): number {
  return Math.max(-1, Math.min(1, value))
}

/**
 * Turns evidence into an opinion, the same way for every head. Strength, the net weight on one side, makes
 * the probability; confidence asks besides how far the evidence agrees with itself and how much of it
 * there was. Both only rise with evidence for the side taken. They rank, they are not measured frequencies:
 * what a head's word is worth is learned in its weight.
 */
export function weigh(evidence: readonly Evidence[], weighing: Weighing): Opinion {
  let net = 0
  let loud = 0
  for (const { score, weight } of evidence) {
    net += weight * score
    loud += weight * Math.abs(score)
  }
  const reasons = evidence.filter(({ score }) => score !== 0).map(({ text }) => text)
  const strength = Math.min(1, Math.abs(net) / (fullShare * weighing.fullWeight))
  if (strength < flatBelow) {
    const quiet = weighing.silence * (1 - Math.min(1, loud / weighing.fullWeight))
    reasons.push(loud === 0 ? 'nothing seen' : `even: net strength ${strength.toFixed(2)}`)
    return {
      direction: 'FLAT',
      probability: 0.5 + 0.15 * quiet,
      confidence: weighing.coverage * (0.3 + 0.4 * quiet),
      reasons,
    }
  }
  const agreement = Math.abs(net) / loud
  return {
    direction: net > 0 ? 'LONG' : 'SHORT',
    probability: 0.5 + 0.45 * strength * strength,
    confidence: weighing.coverage * strength * (0.8 + 0.2 * agreement),
    reasons,
  }
}
