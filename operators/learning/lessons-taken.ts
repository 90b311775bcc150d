import type { Weights } from '../../schemas/contracts.generated.ts'

/** The newest lessons that the weights now in force came by. */
export interface LessonsTaken {
  /** In force before the first of them. */
  readonly start: Weights['weights']
  /** Versions that an outcome made, oldest first. */
  readonly taught: readonly Weights[]
  /** All lessons since the equal start, or since a person set the weights. */
  readonly count: number
}

/**
 * Follows the versions back from the newest: through a rollback to the version it returned to, as
 * far as the equal start or weights that a person set, but at most `lessonsMax` lessons. Daily and
 * weekly versions are no lessons and are passed over.
 */
export function lessonsTaken(
  versions: readonly Weights[],
  equal: Weights['weights'],
  lessonsMax: number,
): LessonsTaken {
  const byVersion = new Map(versions.map((one) => [one.version, one]))
  const newest = versions.reduce((most, { version }) => Math.max(most, version), 0)
  const taught: Weights[] = []
  let start: Weights['weights'] | undefined
  let count = 0
  let at = byVersion.get(newest)
  while (at !== undefined && at.trigger !== 'manual') {
    if (at.trigger === 'rollback') {
      at = byVersion.get(at.metrics.to_version ?? 0)
      continue
    }
    if (at.trigger === 'outcome') {
      count++
      if (taught.length < lessonsMax) taught.push(at)
      else start ??= at.weights
    }
    at = byVersion.get(at.version - 1)
  }
  return { start: start ?? at?.weights ?? equal, taught: taught.reverse(), count }
}
