import { describe, expect, test } from 'vitest'
import type { Vote } from '../../schemas/contracts.generated.ts'
import { modelApprovalGate } from './model-approval.ts'

const vote = (more: Partial<Vote>): Vote => ({
  head: 'HEAD_J',
  direction: 'LONG',
  probability: 0.8,
  confidence: 0.7,
  validity: 'OK',
  valid_until: 1,
  reasons: ['LONG 0.800'],
  absent: [],
  model_version: 'mine-1a2b3c4d',
  ...more,
})

describe('model approval', () => {
  const cases = [
    ['passes above 0.7', vote({ probability: 0.71 }), 0.71, true],
    ['refuses at 0.7', vote({ probability: 0.7 }), 0.7, false],
    [
      'refuses what the model is against',
      vote({ direction: 'SHORT', probability: 0.9 }),
      0.1,
      false,
    ],
    [
      'refuses where the model stands aside',
      vote({ direction: 'FLAT', probability: 0.4 }),
      0.6,
      false,
    ],
    ['refuses what is no number', vote({ probability: Number.NaN }), Number.NaN, false],
  ] as const
  test.each(cases)('%s', (_, given, value, passed) => {
    const verdict = modelApprovalGate(given, 'LONG')
    expect(Number(verdict.value?.toFixed(12))).toBe(value)
    expect(verdict.passed).toBe(passed)
    expect(verdict.note).toContain(given.direction)
  })

  test('has no opinion without a model, and without a vote of it', () => {
    const without = { value: null, threshold: null, passed: true }
    expect(modelApprovalGate(undefined, 'LONG')).toMatchObject({
      ...without,
      note: 'no model is deployed',
    })
    const failed = vote({ validity: 'ERROR', reasons: ['the model took longer than 1000 ms'] })
    expect(modelApprovalGate(failed, 'LONG')).toMatchObject({
      ...without,
      note: 'the model has no vote: the model took longer than 1000 ms',
    })
  })
})
