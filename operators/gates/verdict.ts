import type { GateResult } from '../../schemas/contracts.generated.ts'
import { reaches, staysWithin } from '../consensus/rounding.ts'

/** Passes from the threshold upward. */
export function atLeast(gate: string, value: number, threshold: number, note: string): GateResult {
  return { gate, value, threshold, passed: reaches(value, threshold), note }
}

/** Passes up to the threshold. */
export function atMost(gate: string, value: number, threshold: number, note: string): GateResult {
  return { gate, value, threshold, passed: staysWithin(value, threshold), note }
}

/** Nothing measured, so nothing to refuse. */
export function noOpinion(gate: string, note: string): GateResult {
  return { gate, value: null, threshold: null, passed: true, note }
}

/** What the gate needs is not there: refused. */
export function unmeasured(gate: string, threshold: number, note: string): GateResult {
  return { gate, value: null, threshold, passed: false, note }
}

/** A rate for a note. */
export function percent(rate: number): string {
  return `${(rate * 100).toFixed(1)} %`
}
