import { noOpinion, type Verdict } from './verdict.ts'

export const approvalAbove = 0.7

/** Null: no model is deployed. Approval must lie above the threshold, not at it. */
export function modelApprovalGate(approval: number | null): Verdict {
  const gate = 'model-approval'
  if (approval === null) return noOpinion(gate, 'no model is deployed')
  const note = `approval ${approval.toFixed(3)}`
  return { gate, value: approval, threshold: approvalAbove, passed: approval > approvalAbove, note }
}
