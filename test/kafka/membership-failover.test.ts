import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test, vi } from 'vitest'
import { kafkaClient } from '../../engine/log/kafka/client.ts'
import { GroupMembership, membershipTimes } from '../../engine/log/kafka/membership.ts'
import { privateCluster } from '../../engine/log/kafka/private-cluster.ts'
import { createTopic, freshName, haveKafka, startKafka, whyNotKafka } from './broker.ts'

/** Which broker a group's memberships are kept by. */
async function coordinatorOf(brokers: readonly string[], groupId: string): Promise<number> {
  const cluster = privateCluster(kafkaClient({ brokers }, 'tests', () => undefined))
  await cluster.connect()
  await cluster.refreshMetadata()
  const { findGroupCoordinator } = cluster as unknown as {
    findGroupCoordinator(group: { groupId: string }): Promise<{ nodeId: string }>
  }
  const { nodeId } = await findGroupCoordinator.call(cluster, { groupId })
  await cluster.disconnect()
  return Number(nodeId)
}

async function membersOf(brokers: readonly string[], groupId: string): Promise<string[]> {
  const admin = kafkaClient({ brokers }, 'tests', () => undefined).admin()
  await admin.connect()
  const { groups } = await admin.describeGroups([groupId])
  await admin.disconnect()
  return (groups[0]?.members ?? []).map(({ memberId }) => memberId).sort()
}

test.skipIf(!haveKafka)(
  `a membership outlives the broker that keeps it${whyNotKafka}`,
  async ({ skip }) => {
    const kafka = await startKafka(3)
    const { cluster, brokers } = kafka
    if (cluster === undefined) return skip('the brokers are somebody else’s')
    const memberships: GroupMembership[] = []
    try {
      const topics = [await createTopic(brokers, 'ticks', 6)]
      const groupId = freshName('group')
      const client = kafkaClient({ brokers }, 'tests', () => undefined)
      const told: unknown[][] = [[], []]
      for (const heard of told) {
        const membership = await GroupMembership.join(
          client,
          {
            ...membershipTimes,
            groupId,
            topics,
            partitioning: 'key',
            formerTasks: [],
            onWarning: () => undefined,
          },
          {
            onAssigned: ({ tasks }) => void heard.push(tasks.length),
            onUnsettled: (why) => void heard.push(why),
            onFailed: ({ message }) => void heard.push(message),
          },
        )
        memberships.push(membership)
      }
      await vi.waitFor(() => expect(told.map((heard) => heard.at(-1))).toEqual([3, 3]), 15_000)
      const before = structuredClone(told)
      const known = await membersOf(brokers, groupId)
      expect(known).toHaveLength(2)
      await cluster.killNode(await coordinatorOf(brokers, groupId))
      await sleep(2 * membershipTimes.sessionTimeoutMs)
      expect(told).toEqual(before)
      // Nor has it missed that the group has put it out: the group still knows both.
      expect(await membersOf(brokers, groupId)).toEqual(known)

      const [first, second] = memberships
      await second?.leave()
      await vi.waitFor(() => expect(told[0]?.at(-1)).toBe(6), 5_000)
      await first?.leave()
    } finally {
      await Promise.all(memberships.map((membership) => membership.leave()))
      await kafka.stop()
    }
  },
  300_000,
)
