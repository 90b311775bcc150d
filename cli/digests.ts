import { type Digest, digestOf } from '../engine/log/digest.ts'
import type { Log } from '../engine/log/log.ts'

/** The digest of every topic that belongs to the determinism contract. */
export function digestsOf(log: Log): readonly Digest[] {
  return log.topics.filter(({ digested }) => digested).map((topic) => digestOf(log, topic))
}
