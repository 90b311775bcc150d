import type { Direction, Vote } from '../../schemas/contracts.generated.ts'
import { noOpinion, type Verdict } from './verdict.ts'

export const approvalAbove = 0.7

/**
 * The model's probability for the side of the case must lie above the threshold, not at it. Where the model is for another
 * side, that is at most what its own leaves. A model without a vote has no opinion.
 */
export function modelApprovalGate(vote: Vote | undefined, side: Direction): Verdict {
  const gate = 'model-approval'
  if (vote === undefined) return noOpinion(gate, 'no model is deployed')
  if (vote.validity !== 'OK')
    return noOpinion(gate, `the model has no vote: ${vote.reasons.join(', ')}`)
  const approval = vote.direction === side ? vote.probability : 1 - vote.probability
  const note = `approval ${approval.toFixed(3)}, the model says ${vote.direction}`
  return { gate, value: approval, threshold: approvalAbove, passed: approval > approvalAbove, note }
}
