import type { KeyedStore, OperatorContext } from '../../engine/core/operator.ts'
import type { LearningEvent, RuleScores, Weights } from '../../schemas/contracts.generated.ts'
import type { Preset } from '../consensus/presets.ts'
import type { Calibrations } from '../learning/calibration.ts'
import { goOnFrom, type RulesCompared, startComparison } from '../learning/compare-rules.ts'
import type { RecordedCase } from '../learning/comparison.ts'
import { equalWeights } from '../learning/projection.ts'
import type { Learned } from '../learning/rule.ts'

/** What the learning gives: versions of the weights, the audit trail, and how right each rule was. */
export type Lesson =
  | { readonly kind: 'weights'; readonly weights: Weights }
  | { readonly kind: 'event'; readonly event: LearningEvent }
  | { readonly kind: 'scores'; readonly scores: RuleScores }

export interface Learning {
  readonly kind: 'learning'
  version: number
  learned: Learned
  /** Real outcomes so far. */
  outcomes: number
  /** Real outcomes since the last daily update. */
  sinceDaily: RecordedCase[]
  preset: Preset
}

/** By slot: '' the learning, `version:n`, `case:id`, `rules`, `calibration`. */
export type LearnState =
  | Learning
  | { readonly kind: 'version'; readonly learned: Learned }
  | { readonly kind: 'case'; readonly recorded: RecordedCase }
  | { readonly kind: 'rules'; readonly compared: RulesCompared }
  | { readonly kind: 'calibration'; readonly byHead: Calibrations }

export type LearnContext = OperatorContext<Lesson, LearnState>

/** Before anything was learned. */
export function startLearning(heads: readonly string[], preset: Preset): Learning {
  const learned = {
    weights: equalWeights(heads),
    hit_rate: Object.fromEntries(heads.map((head) => [head, 0.5])),
    contribution: Object.fromEntries(heads.map((head) => [head, 0])),
  }
  return { kind: 'learning', version: 0, learned, outcomes: 0, sinceDaily: [], preset }
}

/** The rules as they were kept; those that were not begin now, the rule of today at the weights in force. */
export function comparedIn(
  store: KeyedStore<LearnState>,
  heads: readonly string[],
  { learned }: Learning,
): RulesCompared {
  const known = store.get('rules')
  const started = startComparison(heads)
  if (known?.kind === 'rules') return { ...started, ...known.compared }
  return goOnFrom(started, learned.weights)
}

export function calibrationsIn(store: KeyedStore<LearnState>): Calibrations {
  const known = store.get('calibration')
  return known?.kind === 'calibration' ? known.byHead : {}
}
