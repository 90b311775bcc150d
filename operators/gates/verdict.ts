import type { GateResult } from '../../schemas/contracts.generated.ts'
import { reaches, staysWithin } from '../consensus/rounding.ts'
import type { GateName } from './gate-names.ts'

/** A gate's result under a name of the list, which a rejection then carries. */
export interface Verdict extends GateResult {
  readonly gate: GateName
}

/** Passes from the threshold upward. */
export function atLeast(gate: GateName, value: number, threshold: number, note: string): Verdict {
  return { gate, value, threshold, passed: reaches(value, threshold), note }
}

/** Passes up to the threshold. */
export function atMost(gate: GateName, value: number, threshold: number, note: string): Verdict {
  return { gate, value, threshold, passed: staysWithin(value, threshold), note }
}

/** Nothing measured, so nothing to refuse. */
export function noOpinion(gate: GateName, note: string): Verdict {
  return { gate, value: null, threshold: null, passed: true, note }
}

/** What the gate needs is not there: refused. */
export function unmeasured(gate: GateName, threshold: number, note: string): Verdict {
  return { gate, value: null, threshold, passed: false, note }
}

/** A rate for a note. */
export function percent(rate: number): string {
  return `${(rate * 100).toFixed(1)} %`
}
