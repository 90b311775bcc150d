import type { Kafka } from 'kafkajs'
import { describe, expect, test, vi } from 'vitest'
import { ConfigError } from '../../core/errors.ts'
import { GroupMembership, membershipTimes, type Unsettled } from './membership.ts'

type Listener = (event: { readonly payload: unknown }) => void

/** A consumer as kafkajs makes one, that does what the test says. */
class FakeConsumer {
  readonly calls: string[] = []
  private readonly listeners = new Map<string, Listener>()

  on(name: string, listener: Listener): void {
    this.listeners.set(name, listener)
  }
  emit(name: string, payload: unknown): void {
    this.listeners.get(`consumer.${name}`)?.({ payload })
  }
  joins(memberId: string, partitions: readonly number[]): void {
    this.emit('group_join', { memberId, memberAssignment: { ticks: [...partitions] } })
  }
  crashes(error: Error): void {
    this.emit('crash', { error })
  }
  async connect(): Promise<void> {
    this.calls.push('connect')
  }
  async subscribe(): Promise<void> {}
  async run(): Promise<void> {
    this.calls.push('run')
  }
  async disconnect(): Promise<void> {
    this.calls.push('disconnect')
  }
}

async function member() {
  const consumers: FakeConsumer[] = []
  const client = {
    consumer: () => {
      const consumer = new FakeConsumer()
      consumers.push(consumer)
      return consumer
    },
  } as unknown as Kafka
  const told: unknown[] = []
  const warnings: string[] = []
  const options = {
    ...membershipTimes,
    groupId: 'app.market',
    topics: ['ticks'],
    partitioning: 'key',
    formerTasks: [],
    onWarning: (text: string) => void warnings.push(text),
  } as const
  const membership = await GroupMembership.join(client, options, {
    onAssigned: ({ tasks, kept }) => void told.push({ tasks, kept }),
    onUnsettled: (why: Unsettled) => void told.push(why),
    onFailed: (error) => void told.push(error),
  })
  const started = async (count: number): Promise<FakeConsumer> => {
    await vi.waitFor(() => expect(consumers[count - 1]?.calls).toContain('run'))
    return consumers[count - 1] as FakeConsumer
  }
  return { membership, started, told, warnings, consumers }
}

describe('a membership', () => {
  test('tells of the join within the call that tells it, and ends with its consumer', async () => {
    const { membership, started, told } = await member()
    const consumer = await started(1)
    consumer.joins('m1', [2, 0])
    expect(told).toEqual([{ tasks: [0, 2], kept: [] }])
    await membership.leave()
    expect(consumer.calls.at(-1)).toBe('disconnect')
  })

  test('that breaks is told, made anew, and has kept nothing', async () => {
    const { membership, started, told, warnings } = await member()
    const first = await started(1)
    first.joins('m1', [0])
    first.crashes(new Error('the network is gone'))
    const second = await started(2)
    expect(first.calls.at(-1)).toBe('disconnect')
    second.joins('m2', [0, 1])
    expect(told).toEqual([{ tasks: [0], kept: [] }, 'broken', { tasks: [0, 1], kept: [] }])
    expect(warnings).toEqual([
      'kafka group app.market: the network is gone; joining anew in 100 ms',
    ])
    // What the old one has still to say is of no interest.
    first.joins('m0', [5])
    expect(told).toHaveLength(3)
    await membership.leave()
  })

  test('goes on trying when it breaks before it has joined, and waits longer each time', async () => {
    const { membership, started, told, warnings } = await member()
    for (const attempt of [1, 2, 3]) (await started(attempt)).crashes(new Error('away'))
    ;(await started(4)).joins('m1', [0])
    expect(told).toEqual([{ tasks: [0], kept: [] }])
    expect(warnings.map((text) => /in (\d+) ms/.exec(text)?.[1])).toEqual(['100', '200', '400'])
    await membership.leave()
  })

  test('ends where trying again would not help', async () => {
    const cases = [
      new ConfigError('no good'),
      Object.assign(new Error('retries'), { cause: new ConfigError('no good') }),
      Object.assign(new Error('no access'), { type: 'GROUP_AUTHORIZATION_FAILED' }),
    ]
    for (const error of cases) {
      const { membership, started, told, consumers } = await member()
      ;(await started(1)).crashes(error)
      await vi.waitFor(() => expect(told).toEqual([expect.any(ConfigError)]))
      await membership.leave()
      expect(consumers).toHaveLength(1)
    }
  })

  test('that was left says nothing more and is not made anew', async () => {
    const { membership, started, told, consumers } = await member()
    const consumer = await started(1)
    const leaving = membership.leave()
    consumer.joins('m1', [0])
    consumer.crashes(new Error('late'))
    await leaving
    expect(told).toEqual([])
    expect(consumers).toHaveLength(1)
  })
})
