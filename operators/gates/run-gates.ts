import type { GateName } from './gate-names.ts'
import type { Verdict } from './verdict.ts'

export interface GateRun {
  readonly passed: boolean
  /** All results up to the first refusal, which is the last of them. */
  readonly results: readonly Verdict[]
  readonly refusal: Verdict | null
}

/** The gates of a pipeline, each under its name. */
export type Gates<Name extends GateName, T> = { readonly [name in Name]: (subject: T) => Verdict }

/** Asks gates in the order of their names, and none after the first refusal. */
export function runGates<Name extends GateName, T>(
  order: readonly Name[],
  gates: Gates<Name, T>,
  subject: T,
): GateRun {
  const results: Verdict[] = []
  for (const name of order) {
    const result = gates[name](subject)
    results.push(result)
    if (!result.passed) return { passed: false, results, refusal: result }
  }
  return { passed: true, results, refusal: null }
}
