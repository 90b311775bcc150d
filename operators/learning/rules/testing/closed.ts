import { learningDefaults } from '../../learning-config.ts'
import { outcome } from '../../testing/outcomes.ts'
import type { ClosedCase, Said } from '../learning-rule.ts'

/** A closed outcome of which the heads said this: `{ HEAD_A: 0.8 }`. */
export function closed(said: { readonly [head: string]: number }, won: boolean): ClosedCase {
  return {
    said: voices(said),
    outcome: outcome('', { won }),
    teaches: true,
    config: learningDefaults,
  }
}

export function voices(said: { readonly [name: string]: number }): readonly Said[] {
  return Object.entries(said).map(([name, probability]) => ({ name, probability }))
}
