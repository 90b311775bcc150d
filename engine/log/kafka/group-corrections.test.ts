import { describe, expect, test } from 'vitest'
import { correctedKafkajs } from './corrections.ts'
import { generationOf, type JoinListener } from './group-corrections.ts'
import { require } from './private-module.ts'

/** The part of kafkajs's group that is called from outside. */
interface Group {
  memberId: string | null
  joinAndSync(): Promise<void>
  heartbeat(options: { readonly interval: number }): Promise<void>
  fetch(nodeId: string): Promise<readonly unknown[]>
}

correctedKafkajs()
const { createErrorFromCode } = require('kafkajs/src/protocol/error') as {
  createErrorFromCode(code: number): Error
}
const unknownMember = 25
const notCoordinator = 16
const rebalancing = 27

/** A member of a group whose coordinators answer as the test says: with an error of these, in turn, or well. */
function memberOf(
  hooks: Partial<JoinListener>,
  answers: { join?: Error[]; heartbeat?: Error[]; coordinator?: Error[] } = {},
) {
  const asked: string[] = []
  const answer = (errors: Error[] | undefined): void => {
    const error = errors?.shift()
    if (error !== undefined) throw error
  }
  let coordinators = 0
  let generationId = 6
  const coordinator = (name: string) => ({
    async joinGroup({ memberId }: { memberId: string }) {
      asked.push(`join as '${memberId}'`)
      answer(answers.join)
      generationId += 1
      const joined = memberId === '' ? 'fresh' : memberId
      return { generationId, memberId: joined, leaderId: 'other', members: [], groupProtocol: 'a' }
    },
    syncGroup: async () => ({ memberAssignment: Buffer.alloc(0) }),
    async heartbeat() {
      asked.push(`heartbeat to ${name}`)
      answer(answers.heartbeat)
    },
  })
  const cluster = {
    async findGroupCoordinator() {
      answer(answers.coordinator)
      coordinators += 1
      return coordinator(`coordinator ${coordinators}`)
    },
    async refreshMetadataIfNecessary() {
      asked.push('metadata')
    },
    findTopicPartitionMetadata: () => [],
    committedOffsets: () => ({}),
  }
  const silent = { namespace: () => silent, debug() {}, info() {}, warn() {}, error() {} }
  const GroupClass = require('kafkajs/src/consumer/consumerGroup') as new (options: object) => Group
  const group = new GroupClass({
    cluster,
    retry: { initialRetryTime: 1, retries: 3 },
    groupId: 'app.market',
    topics: [],
    topicConfigurations: {},
    maxWaitTimeInMs: 1,
    logger: silent,
    instrumentationEmitter: { emit: () => asked.push('told') },
    assigners: [{ name: 'a', protocol: () => ({}), ...hooks }],
  })
  return { group, asked }
}

describe('a member of a group', () => {
  test('asks before it joins, and its generation is known when its join is told', async () => {
    const order: unknown[] = []
    const { group, asked } = memberOf({
      beforeJoin: async (memberId) => {
        order.push(['before', memberId, asked.length])
      },
    })
    await group.joinAndSync()
    expect(asked).toEqual(["join as ''", 'told'])
    expect(generationOf('fresh')).toBe(7)
    await group.joinAndSync()
    expect(order).toEqual([
      ['before', undefined, 0],
      ['before', 'fresh', 2],
    ])
    expect(generationOf('fresh')).toBe(8)
  })

  test('joins as the member it was before, once; unknown to the group, as a new one', async () => {
    const known = memberOf({ formerMemberId: () => 'former' })
    await known.group.joinAndSync()
    expect(known.asked[0]).toBe("join as 'former'")
    const unknown = memberOf(
      { formerMemberId: () => 'former' },
      { join: [createErrorFromCode(unknownMember)] },
    )
    await unknown.group.joinAndSync()
    expect(unknown.asked).toEqual(["join as 'former'", "join as ''", 'told'])
  })

  test('sends its heartbeat after the group to another broker', async () => {
    const away = Object.assign(new Error('refused'), { name: 'KafkaJSConnectionError' })
    const answers = {
      heartbeat: [createErrorFromCode(notCoordinator), away],
      coordinator: [] as Error[],
    }
    const { group, asked } = memberOf({}, answers)
    await group.joinAndSync()
    asked.length = 0
    answers.coordinator.push(away)
    await group.heartbeat({ interval: 0 })
    expect(asked).toEqual([
      'heartbeat to coordinator 1',
      'heartbeat to coordinator 2',
      'heartbeat to coordinator 3',
      'told',
    ])
  })

  test('that reads nothing asks for nothing in its turn; another one does', async () => {
    const reading = memberOf({})
    const idle = memberOf({ beforeJoin: async () => undefined })
    for (const { group } of [reading, idle]) {
      await group.joinAndSync()
      expect(await group.fetch('1')).toEqual([])
    }
    expect(reading.asked).toEqual(["join as ''", 'told', 'metadata'])
    expect(idle.asked).toEqual(["join as ''", 'told'])
  })

  test('hears that the group is shared out anew', async () => {
    const { group } = memberOf({}, { heartbeat: [createErrorFromCode(rebalancing)] })
    await group.joinAndSync()
    await expect(group.heartbeat({ interval: 0 })).rejects.toMatchObject({
      type: 'REBALANCE_IN_PROGRESS',
    })
  })
})
