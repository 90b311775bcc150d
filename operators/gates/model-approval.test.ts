import { expect, test } from 'vitest'
import { modelApprovalGate } from './model-approval.ts'

const cases = [
  { name: 'passes without a model', approval: null, passed: true },
  { name: 'passes above 0.7', approval: 0.71, passed: true },
  { name: 'refuses at 0.7', approval: 0.7, passed: false },
  { name: 'refuses what is no number', approval: Number.NaN, passed: false },
]
for (const { name, approval, passed } of cases) {
  test(`model approval ${name}`, () => {
    expect(modelApprovalGate(approval)).toMatchObject({ value: approval, passed })
  })
}
