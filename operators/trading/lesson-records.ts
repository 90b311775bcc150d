import { contentId } from '../../engine/core/identity.ts'
import type {
  LearningEvent,
  Outcome,
  RuleScore,
  RuleScores,
} from '../../schemas/contracts.generated.ts'
import type { RecordedCase } from '../learning/comparison.ts'

export function learningEvent(
  type: string,
  cause: string,
  timeMs: number,
  about: {
    readonly signalId?: string
    readonly before?: unknown
    readonly after: unknown
    readonly by: string
  },
): LearningEvent {
  return {
    id: contentId('event', type, cause, timeMs),
    event_type: type,
    signal_id: about.signalId ?? null,
    old_value: JSON.stringify(about.before ?? null),
    new_value: JSON.stringify(about.after),
    triggered_by: about.by,
    event_time: timeMs,
  }
}

/** What the learning keeps of an outcome. */
export function caseOf(outcome: Outcome): RecordedCase {
  const { id, kind, direction, won, net_pct, signal_time, exit_time, votes } = outcome
  return { id, kind, direction, won, net_pct, signal_time, exit_time, votes }
}

export function ruleScores(
  outcome: Outcome,
  rules: readonly RuleScore[],
  drives: string,
  timeMs: number,
): RuleScores {
  const { id, signal_id, won } = outcome
  return { outcome_id: id, signal_id, event_time: timeMs, won, drives, rules }
}
