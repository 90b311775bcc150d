import { votes } from '../../consensus/testing/votes.ts'
import type { RecordedCase } from '../comparison.ts'

/** An outcome of a LONG; one letter a head as in `votes`. */
export function outcome(pattern: string, more: Partial<RecordedCase> = {}): RecordedCase {
  return {
    id: 'outcome',
    kind: 'real',
    direction: 'LONG',
    won: true,
    net_pct: 1,
    signal_time: 0,
    exit_time: 0,
    votes: votes(pattern),
    ...more,
  }
}
