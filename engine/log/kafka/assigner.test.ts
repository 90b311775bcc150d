import type { Assigner, PartitionAssigner } from 'kafkajs'
import { describe, expect, test } from 'vitest'
import { taskAssigner, tasksOf } from './assigner.ts'
import { correctedKafkajs } from './corrections.ts'

const { MemberAssignment } = correctedKafkajs().AssignerProtocol

/** As kafkajs makes one, on a cluster with these topics. */
function assignerOn(
  topics: { readonly [topic: string]: number },
  partitioning: 'key' | 'global',
  claim = { generation: 0, tasks: [] as number[] },
): Assigner {
  const cluster = {
    findTopicPartitionMetadata: (topic: string) => Array.from({ length: topics[topic] ?? 0 }),
  }
  return taskAssigner({
    partitioning,
    claim: () => claim,
    beforeJoin: async () => undefined,
    formerMemberId: () => undefined,
  })({ cluster } as unknown as Parameters<PartitionAssigner>[0])
}

/** What each member gets, when all of them use assigners of ours. */
async function shared(
  topics: { readonly [topic: string]: number },
  partitioning: 'key' | 'global',
  held: { readonly [memberId: string]: readonly number[] },
): Promise<{ [memberId: string]: unknown }> {
  const names = Object.keys(topics)
  const members = Object.entries(held).map(([memberId, tasks]) => {
    const claim = { generation: 1, tasks: [...tasks] }
    const { metadata } = assignerOn(topics, partitioning, claim).protocol({ topics: names })
    return { memberId, memberMetadata: metadata }
  })
  const given = await assignerOn(topics, partitioning).assign({ members, topics: names })
  return Object.fromEntries(
    given.map(({ memberId, memberAssignment }) => [
      memberId,
      MemberAssignment.decode(memberAssignment)?.assignment,
    ]),
  )
}

describe('the assigner', () => {
  test('keeps a task’s partitions of all topics together', async () => {
    const topics = { ticks: 5, klines: 5, context: 5 }
    expect(await shared(topics, 'key', { a: [4], b: [] })).toEqual({
      a: { ticks: [0, 1, 4], klines: [0, 1, 4], context: [0, 1, 4] },
      b: { ticks: [2, 3], klines: [2, 3], context: [2, 3] },
    })
  })

  test('gives a global sub-topology whole to one member, and the others nothing', async () => {
    const topics = { control: 1, outcomes: 3 }
    expect(await shared(topics, 'global', { a: [], b: [0], c: [] })).toEqual({
      a: {},
      b: { control: [0], outcomes: [0, 1, 2] },
      c: {},
    })
  })

  test('refuses topics that do not go together', async () => {
    await expect(shared({ ticks: 3, klines: 4 }, 'key', { a: [] })).rejects.toThrow(
      'must have the same number of partitions; they have: ticks 3, klines 4',
    )
  })

  test('takes a member whose claim it cannot read for one that holds nothing', async () => {
    const topics = { ticks: 2 }
    const assigner = assignerOn(topics, 'key')
    const { MemberMetadata } = correctedKafkajs().AssignerProtocol
    const members = ['', 'no json', '{"generation":"x"}', 'null'].map((text, at) => ({
      memberId: `m${at}`,
      memberMetadata: MemberMetadata.encode({
        version: 0,
        topics: ['ticks'],
        userData: Buffer.from(text),
      }),
    }))
    members.push({ memberId: 'm4', memberMetadata: Buffer.from([1]) })
    const given = await assigner.assign({ members, topics: ['ticks'] })
    expect(given.map(({ memberId }) => memberId)).toEqual(['m0', 'm1', 'm2', 'm3', 'm4'])
  })
})

test('a member knows its tasks by its partitions', () => {
  expect(tasksOf({ ticks: [2, 0], klines: [0, 2] }, 'key')).toEqual([0, 2])
  expect(tasksOf({ control: [0], outcomes: [0, 1] }, 'global')).toEqual([0])
  expect(tasksOf({}, 'key')).toEqual([])
  expect(tasksOf({}, 'global')).toEqual([])
})
