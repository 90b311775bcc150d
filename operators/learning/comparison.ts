import type { Outcome } from '../../schemas/contracts.generated.ts'
import type { CalibrationByHead } from '../consensus/calibration.ts'
import { type HeadWeights, passesConsensus, weighVotes } from '../consensus/consensus.ts'
import type { Preset } from '../consensus/presets.ts'

export type RecordedCase = Pick<
  Outcome,
  'id' | 'kind' | 'direction' | 'won' | 'net_pct' | 'signal_time' | 'exit_time' | 'votes'
>

export interface Comparison {
  readonly takenOld: number
  readonly takenNew: number
  readonly changedDecisions: number
  /** Net P/L per candidate, taken or not, per cent of notional. */
  readonly meanOldPct: number
  readonly meanNewPct: number
  /** New minus old, candidate by candidate. */
  readonly differences: readonly number[]
}

/** Taken only in the direction whose end is known: no other end is on record. */
export function takes(
  recorded: RecordedCase,
  weights: HeadWeights,
  preset: Preset,
  calibration: CalibrationByHead = {},
): boolean {
  const consensus = weighVotes(
    recorded.votes,
    weights,
    preset.vote,
    recorded.signal_time,
    calibration,
  )
  return consensus.direction === recorded.direction && passesConsensus(consensus, preset)
}

function meanOf(values: readonly number[]): number {
  let sum = 0
  for (const value of values) sum += value
  return sum / values.length
}

/** The same candidates decided twice, and what each set of weights would have earned on them. */
export function compareDecisions(
  tested: readonly RecordedCase[],
  oldWeights: HeadWeights,
  newWeights: HeadWeights,
  preset: Preset,
  calibration: CalibrationByHead = {},
): Comparison {
  const takenOld = tested.map((recorded) => takes(recorded, oldWeights, preset, calibration))
  const takenNew = tested.map((recorded) => takes(recorded, newWeights, preset, calibration))
  const earned = (taken: readonly boolean[]): number[] =>
    tested.map((recorded, at) => (taken[at] === true ? recorded.net_pct : 0))
  const oldPct = earned(takenOld)
  const newPct = earned(takenNew)
  return {
    takenOld: takenOld.filter(Boolean).length,
    takenNew: takenNew.filter(Boolean).length,
    changedDecisions: takenNew.filter((taken, at) => taken !== takenOld[at]).length,
    meanOldPct: meanOf(oldPct),
    meanNewPct: meanOf(newPct),
    differences: newPct.map((value, at) => value - (oldPct[at] ?? 0)),
  }
}
