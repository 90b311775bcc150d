import { expect } from 'vitest'
import { StreamError } from '../../../core/errors.ts'
import type { Topic } from '../../../core/topic.ts'

export const recordOf = (name: string, ...fields: readonly object[]) => ({
  type: 'record',
  name,
  namespace: 'tests',
  fields: [{ name: 'price', type: 'double' }, ...fields],
})
export const topicOf = (name: string, schema: unknown, more: Partial<Topic<unknown>> = {}) =>
  ({
    name,
    schema,
    partitioning: 'key',
    retention: 'forever',
    digested: true,
    ...more,
  }) as Topic<unknown>

export const added = { name: 'size', type: 'double', default: 7 }
export const trades = topicOf('trades', recordOf('Trade'))
export const trades2 = topicOf('trades', recordOf('Trade', added))
export const orders = topicOf('orders', recordOf('Order'))
/** Gives up soon. */
export const quick = { timeoutMs: 1_000, retryMs: 400 }
/** All that may pass until a call has given up: its retries, one last attempt, and a busy machine. */
const boundMs = 10_000

/** How a call fails, which it does in time. */
export async function failureOf(promise: Promise<unknown>): Promise<StreamError> {
  const beganMs = performance.now()
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  expect(performance.now() - beganMs).toBeLessThan(boundMs)
  expect(error).toBeInstanceOf(StreamError)
  return error as StreamError
}
