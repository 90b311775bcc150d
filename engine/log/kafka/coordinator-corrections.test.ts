import { beforeEach, expect, test } from 'vitest'
import { knowingForAWhile, searchCoordinatorAnew } from './coordinator-corrections.ts'

function searching() {
  const asked: string[] = []
  let nowMs = 0
  let fails = false
  const find = knowingForAWhile(
    async ({ groupId, coordinatorType = 0 }) => {
      asked.push(`${coordinatorType}:${groupId}`)
      if (fails) throw new Error('no coordinator')
      return { coordinates: asked.length }
    },
    () => nowMs,
  )
  const client = { findGroupCoordinator: find }
  return {
    client,
    asked,
    pass: (ms: number) => {
      nowMs += ms
    },
    fail: (now: boolean) => {
      fails = now
    },
  }
}

const transaction = { groupId: 'app.market.0', coordinatorType: 1 }

beforeEach(() => searchCoordinatorAnew(transaction.groupId))

test('the coordinator of a transaction is asked for once, and anew after a while', async () => {
  const { client, asked, pass } = searching()
  const first = await client.findGroupCoordinator(transaction)
  pass(49)
  expect(await client.findGroupCoordinator(transaction)).toBe(first)
  pass(1)
  expect(await client.findGroupCoordinator(transaction)).not.toBe(first)
  expect(asked).toEqual(['1:app.market.0', '1:app.market.0'])
})

test('a search that failed is not remembered', async () => {
  const { client, asked, fail } = searching()
  fail(true)
  await expect(client.findGroupCoordinator(transaction)).rejects.toThrow('no coordinator')
  fail(false)
  await client.findGroupCoordinator(transaction)
  expect(asked).toHaveLength(2)
})

test('coordinators of groups are asked for each time', async () => {
  const { client, asked } = searching()
  await client.findGroupCoordinator({ groupId: 'app.market' })
  await client.findGroupCoordinator({ groupId: 'app.market' })
  expect(asked).toHaveLength(2)
})

test('another client knows nothing of it', async () => {
  const { client, asked } = searching()
  await client.findGroupCoordinator(transaction)
  await { findGroupCoordinator: client.findGroupCoordinator }.findGroupCoordinator(transaction)
  expect(asked).toHaveLength(2)
})

test('the next commit asks anew', async () => {
  const { client, asked } = searching()
  await client.findGroupCoordinator(transaction)
  searchCoordinatorAnew(transaction.groupId)
  await client.findGroupCoordinator(transaction)
  expect(asked).toHaveLength(2)
})
