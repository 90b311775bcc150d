import type { Direction, Validity, Vote } from '../../schemas/contracts.generated.ts'
import { timeframeMs } from '../timeframe.ts'
import type { HeadInput } from './head.ts'

/** Who casts a vote. */
export interface Caster {
  readonly head: string
  /** `name-number`: the number rises whenever the head would vote differently on the same input. */
  readonly modelVersion: string
}

export interface Opinion {
  readonly direction: Direction
  readonly probability: number
  readonly confidence: number
  readonly reasons: readonly string[]
}

export interface Refusal {
  readonly validity: Exclude<Validity, 'OK'>
  readonly reason: string
}

/** A vote is about the next candle of the trigger timeframe, unless its evidence lives longer. */
export function cast(
  caster: Caster,
  input: HeadInput,
  opinion: Opinion,
  absent: readonly string[] = [],
  validUntilMs: number = input.closeTimeMs + timeframeMs[input.trigger],
): Vote {
  const { direction, probability, confidence, reasons } = opinion
  if (!Number.isFinite(probability) || !Number.isFinite(confidence)) {
    const reason = `probability was ${probability}, confidence was ${confidence}`
    return abstain(caster, input, { validity: 'ERROR', reason }, absent)
  }
  return {
    head: caster.head,
    direction,
    probability,
    confidence,
    validity: 'OK',
    valid_until: validUntilMs,
    reasons,
    absent,
    model_version: caster.modelVersion,
  }
}

/** No opinion, and why. Probability one half and confidence nothing: it can never count. */
export function abstain(
  caster: Caster,
  input: HeadInput,
  refusal: Refusal,
  absent: readonly string[] = [],
): Vote {
  return {
    head: caster.head,
    direction: 'FLAT',
    probability: 0.5,
    confidence: 0,
    validity: refusal.validity,
    valid_until: input.closeTimeMs + timeframeMs[input.trigger],
    reasons: [refusal.reason],
    absent,
    model_version: caster.modelVersion,
  }
}
