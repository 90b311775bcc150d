import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { Admin, Consumer, Kafka } from 'kafkajs'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { kafkaClient } from '../../engine/log/kafka/client.ts'
import { correctedKafkajs } from '../../engine/log/kafka/corrections.ts'
import {
  GroupMembership,
  type MembershipOptions,
  type TaskAssignment,
} from '../../engine/log/kafka/membership.ts'
import { TaskProducer } from '../../engine/log/kafka/task-producer.ts'
import {
  createTopic,
  freshName,
  haveKafka,
  startKafka,
  type TestKafka,
  whyNotKafka,
} from './broker.ts'

const times = {
  sessionTimeoutMs: 6_000,
  rebalanceTimeoutMs: 20_000,
  heartbeatMs: 300,
  turnMs: 100,
  handOverMs: 2_000,
}

/** What a member was told, in its order. */
interface Member {
  readonly told: (TaskAssignment | { readonly why: string })[]
  readonly membership: GroupMembership
}

const newest = ({ told }: Member): TaskAssignment | undefined => {
  const last = told.at(-1)
  return last !== undefined && 'tasks' in last ? last : undefined
}
const sizes = (members: readonly Member[]): (number | undefined)[] =>
  members.map((member) => newest(member)?.tasks.length)

describe.skipIf(!haveKafka)(`membership of a group${whyNotKafka}`, () => {
  let kafka: TestKafka
  let client: Kafka
  let admin: Admin
  let options: MembershipOptions
  const members: Member[] = []
  const children: ChildProcess[] = []

  beforeAll(async () => {
    kafka = await startKafka()
    client = kafkaClient({ brokers: kafka.brokers }, 'tests', () => undefined)
    admin = client.admin()
    await admin.connect()
  }, 300_000)
  afterAll(async () => {
    await admin.disconnect()
    await kafka.stop()
  })
  beforeEach(async () => {
    const topics = [
      await createTopic(kafka.brokers, 'ticks', 6),
      await createTopic(kafka.brokers, 'klines', 6),
    ]
    options = {
      ...times,
      groupId: freshName('group'),
      topics,
      partitioning: 'key',
      formerTasks: [],
      onWarning: () => undefined,
    }
  })
  afterEach(async () => {
    vi.restoreAllMocks()
    for (const child of children.splice(0)) child.kill('SIGKILL')
    await Promise.all(members.splice(0).map(({ membership }) => membership.leave()))
  })

  const join = async (
    more: Partial<MembershipOptions> = {},
    handOver: () => Promise<void> | void = () => undefined,
  ): Promise<Member> => {
    const told: Member['told'] = []
    const membership = await GroupMembership.join(
      client,
      { ...options, ...more },
      {
        onAssigned: (assignment) => void told.push(assignment),
        onUnsettled: (why) => {
          told.push({ why })
          return handOver()
        },
        onFailed: (error) => {
          throw error
        },
      },
    )
    const member = { told, membership }
    members.push(member)
    return member
  }
  const until = async (met: () => boolean, limitMs = 45_000): Promise<number> => {
    const startMs = performance.now()
    const newestTold = (): string => JSON.stringify(members.map(({ told }) => told.slice(-4)))
    const limit = { timeout: limitMs, interval: 20 }
    await vi.waitFor(() => expect(met(), newestTold()).toBe(true), limit)
    return performance.now() - startMs
  }
  const shared = (of: readonly Member[], ...wanted: readonly number[]): Promise<number> =>
    until(() => {
      const all = of.flatMap((member) => newest(member)?.tasks ?? [])
      return new Set(all).size === all.length && String(sizes(of)) === String(wanted)
    })

  /** A member in a process of its own, and what it told. */
  const fork = (): {
    child: ChildProcess
    told: { tasks?: number[]; kept?: number[]; why?: string }[]
  } => {
    const script = fileURLToPath(new URL('member-process.ts', import.meta.url))
    const child = spawn(
      process.execPath,
      ['--import', 'tsx', script, kafka.brokers.join(), JSON.stringify(options)],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    )
    children.push(child)
    const told: { tasks?: number[] }[] = []
    createInterface({ input: child.stdout as NodeJS.ReadableStream }).on('line', (line) => {
      told.push(JSON.parse(line) as { tasks?: number[] })
    })
    return { child, told }
  }

  test('members share the tasks; one who joins takes only what balance needs; one who leaves leaves at once', async () => {
    const a = await join()
    await shared([a], 6)
    const b = await join()
    await shared([a, b], 3, 3)
    const before = [a, b].map((member) => newest(member)?.tasks ?? [])

    const c = await join()
    await shared([a, b, c], 2, 2, 2)
    for (const [at, member] of [a, b].entries()) {
      const now = newest(member)
      expect(now?.kept).toEqual(now?.tasks)
      expect(before[at]).toEqual(expect.arrayContaining([...(now?.tasks ?? [])]))
      expect(member.told.at(-2)).toEqual({ why: 'rebalance' })
    }
    expect(newest(c)?.kept).toEqual([])

    // Every topic's partition of a task is with the same member.
    const { groups } = await admin.describeGroups([options.groupId])
    expect(groups[0]?.members).toHaveLength(3)
    for (const { memberId, memberAssignment } of groups[0]?.members ?? []) {
      const { MemberAssignment } = correctedKafkajs().AssignerProtocol
      const [ticks, klines] = options.topics as [string, string]
      const { assignment = {} } = MemberAssignment.decode(memberAssignment) ?? {}
      const owner = [a, b, c].find((member) => newest(member)?.memberId === memberId)
      expect(assignment[ticks]).toEqual(newest(owner as Member)?.tasks)
      expect(assignment[klines]).toEqual(assignment[ticks])
    }

    await b.membership.leave()
    const tookMs = await shared([a, c], 3, 3)
    expect(tookMs).toBeLessThan(3_000)
    expect(b.told.filter((one) => 'why' in one)).toHaveLength(1)
  })

  test('a member that is killed loses its tasks when its session has ended; the others keep theirs', async () => {
    const { child, told } = fork()
    await until(() => told.at(-1)?.tasks?.length === 6, 30_000)
    const a = await join()
    await until(() => newest(a)?.tasks.length === 3 && told.at(-1)?.tasks?.length === 3)
    const before = newest(a)?.tasks ?? []
    child.kill('SIGKILL')
    const tookMs = await shared([a], 6)
    expect(tookMs).toBeLessThan(times.sessionTimeoutMs + 3_000)
    expect(newest(a)?.kept).toEqual(before)
  })

  test('a member that stood still past its session is told so, and keeps nothing', async () => {
    const { child, told } = fork()
    await until(() => told.at(-1)?.tasks?.length === 6, 30_000)
    const a = await join()
    await until(() => newest(a)?.tasks.length === 3 && told.at(-1)?.tasks?.length === 3)
    child.kill('SIGSTOP')
    await shared([a], 6)
    const known = told.length
    child.kill('SIGCONT')
    await shared([a], 3)
    await until(() => told.at(-1)?.tasks?.length === 3)
    expect(told.slice(known)).toEqual([{ why: 'expelled' }, expect.objectContaining({ kept: [] })])
  })

  test('nothing is fetched and no offset is committed, not even where the committed one is out of range', async () => {
    const [topic = ''] = options.topics
    const producer = client.producer()
    await producer.connect()
    const messages = Array.from({ length: 60 }, (_, n) => ({ value: `${n}`, partition: n % 6 }))
    await producer.send({ topic, messages })
    await producer.disconnect()
    await admin.setOffsets({
      groupId: options.groupId,
      topic,
      partitions: [{ partition: 0, offset: '999' }],
    })
    const asked: string[] = []
    let maxSilenceMs = 0
    const create = client.consumer.bind(client)
    vi.spyOn(client, 'consumer').mockImplementation((config): Consumer => {
      const consumer = create(config)
      let lastMs: number | undefined
      consumer.on('consumer.network.request', ({ payload }) => void asked.push(payload.apiName))
      consumer.on('consumer.heartbeat', () => {
        const nowMs = performance.now()
        maxSilenceMs = Math.max(maxSilenceMs, nowMs - (lastMs ?? nowMs))
        lastMs = nowMs
      })
      return consumer
    })
    const a = await join()
    await shared([a], 6)
    await sleep(4_000)
    const b = await join()
    const noticedMs = await shared([a, b], 3, 3)
    expect(noticedMs).toBeLessThan(2_000)
    await b.membership.leave()
    await shared([a], 6)
    expect(asked.filter((api) => api === 'Heartbeat').length).toBeGreaterThan(8)
    expect(maxSilenceMs).toBeLessThan(1_500)
    for (const api of ['Fetch', 'OffsetFetch', 'ListOffsets', 'OffsetCommit'])
      expect(asked).not.toContain(api)
    const [offsets] = await admin.fetchOffsets({ groupId: options.groupId, topics: [topic] })
    expect(offsets?.partitions.map(({ offset }) => offset).sort()).toEqual([
      '-1',
      '-1',
      '-1',
      '-1',
      '-1',
      '999',
    ])
  })

  test('the group waits until a member has handed over, but not for ever', async () => {
    const order: string[] = []
    const a = await join({}, async () => {
      await sleep(1_000)
      order.push('handed over')
    })
    await shared([a], 6)
    const b = await join()
    void until(() => newest(b) !== undefined).then(() => order.push('assigned'))
    await shared([a, b], 3, 3)
    await until(() => order.includes('assigned'))
    expect(order).toEqual(['handed over', 'assigned'])

    const warnings: string[] = []
    const slow = await join({ onWarning: (text) => warnings.push(text) }, () => sleep(30_000))
    await shared([a, b, slow], 2, 2, 2)
    const d = await join()
    await until(() => newest(d) !== undefined && newest(slow) !== undefined)
    expect(warnings).toEqual([expect.stringContaining('handing over took more than 2000 ms')])
  })

  test('offsets are committed under the membership, also right after the group has changed', async () => {
    const a = await join()
    await shared([a], 6)
    const producer = await TaskProducer.take(client, {
      transactionalId: `${options.groupId}.0`,
      transactionTimeoutMs: 15_000,
    })
    const [topic = ''] = options.topics
    const commit = (offset: number) =>
      producer.commit({
        records: [],
        offsets: {
          groupId: options.groupId,
          memberId: newest(a)?.memberId ?? '',
          topics: [{ topic, partitions: [{ partition: 0, offset }] }],
        },
      })
    await commit(1)
    const b = await join()
    await shared([a, b], 3, 3)
    expect(newest(a)?.kept).toContain(0)
    await commit(2)
    await producer.close()
  })

  test('a global sub-topology is whole with one member, and goes whole to another', async () => {
    const control = await createTopic(kafka.brokers, 'control', 1)
    const more = { topics: [control, ...options.topics], partitioning: 'global' } as const
    const a = await join(more)
    await shared([a], 1)
    const b = await join(more)
    await shared([a, b], 1, 0)
    expect(newest(a)?.kept).toEqual([0])
    await a.membership.leave()
    await shared([b], 1)
  })

  test('tasks whose state is still here come back here', async () => {
    const a = await join()
    await shared([a], 6)
    const b = await join({ formerTasks: [1, 3, 4] })
    await shared([a, b], 3, 3)
    expect(newest(b)).toMatchObject({ tasks: [1, 3, 4], kept: [] })
  })

  test('a broker that restarts does not end a membership', async ({ skip }) => {
    const { cluster } = kafka
    if (cluster === undefined) return skip('the brokers are somebody else’s')
    const a = await join()
    const b = await join()
    await shared([a, b], 3, 3)
    const told = [a, b].map((member) => member.told.length)
    await cluster.stopNode(1)
    await cluster.startNode(1)
    await sleep(times.sessionTimeoutMs + 2_000)
    expect([a, b].map((member) => member.told.length)).toEqual(told)
    await b.membership.leave()
    await shared([a], 6)
    expect(newest(a)?.kept).toHaveLength(3)
  })

  test('topics that do not go together end a membership, with the reason', async () => {
    const topics = [...options.topics, await createTopic(kafka.brokers, 'other', 4)]
    const failed = await new Promise<Error>((resolve, reject) => {
      GroupMembership.join(
        client,
        { ...options, topics },
        { onAssigned: () => undefined, onUnsettled: () => undefined, onFailed: resolve },
      ).catch(reject)
    })
    expect(failed.message).toContain('must have the same number of partitions; they have: ')
  })

  test('joining fails where the cluster does not answer or has no such topic', async () => {
    const missing = { ...options, topics: [freshName('missing')] }
    await expect(join(missing)).rejects.toThrow('does not host this topic-partition')
  })
})
