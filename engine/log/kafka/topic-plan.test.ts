import { describe, expect, test } from 'vitest'
import { ConfigError } from '../../core/errors.ts'
import { type FoundTopic, planTopics } from './topic-plan.ts'
import type { TopicSpec } from './topic-specs.ts'

const ticks: TopicSpec = {
  name: 'app.ticks',
  partitions: 3,
  settings: { 'cleanup.policy': 'delete', 'retention.ms': '1000' },
}
const asDeclared: FoundTopic = {
  partitions: 3,
  replication: 1,
  settings: {
    'cleanup.policy': 'delete',
    'retention.ms': '1000',
    'min.insync.replicas': '1',
    'segment.ms': '7',
  },
  overrides: { 'retention.ms': '1000' },
}
const found = (topic: FoundTopic | undefined, brokers = 1) => ({
  brokers,
  topics: new Map(topic === undefined ? [] : [['app.ticks', topic] as const]),
})

describe('a plan for topics', () => {
  test('creates what is not there: one copy on one broker, three with two in sync on more', () => {
    const [alone] = planTopics([ticks], found(undefined)).steps
    expect(alone).toMatchObject({ kind: 'create', partitions: 3, replication: 1 })
    const [three] = planTopics([ticks], found(undefined, 5)).steps
    expect(three).toEqual({
      kind: 'create',
      topic: 'app.ticks',
      partitions: 3,
      replication: 3,
      settings: { ...ticks.settings, 'min.insync.replicas': '2' },
    })
  })

  test('is refused where there are fewer brokers than copies', () => {
    expect(() => planTopics([ticks], found(undefined, 2))).toThrow(ConfigError)
    expect(() => planTopics([ticks], found(undefined, 2))).toThrow(
      'app.ticks is to be created with 3 replicas, but the cluster shows 2 brokers',
    )
    expect(planTopics([ticks], found(undefined, 2), 2).steps).toMatchObject([
      { kind: 'create', replication: 2, settings: { 'min.insync.replicas': '1' } },
    ])
  })

  test('leaves alone what is as declared, also where only a default makes it so', () => {
    expect(planTopics([ticks], found(asDeclared))).toEqual({
      steps: [{ kind: 'same', topic: 'app.ticks' }],
      notes: [],
    })
  })

  test('changes settings, and sends the other overrides again', () => {
    const drifted = {
      ...asDeclared,
      settings: { ...asDeclared.settings, 'retention.ms': '9', 'cleanup.policy': 'compact' },
      overrides: { 'retention.ms': '9', 'segment.ms': '7' },
    }
    expect(planTopics([ticks], found(drifted)).steps).toEqual([
      {
        kind: 'change',
        topic: 'app.ticks',
        changes: [
          { name: 'cleanup.policy', from: 'compact', to: 'delete' },
          { name: 'retention.ms', from: '9', to: '1000' },
        ],
        settings: {
          'segment.ms': '7',
          'cleanup.policy': 'delete',
          'retention.ms': '1000',
          'min.insync.replicas': '1',
        },
      },
    ])
  })

  test('refuses another number of partitions, with the reason and the way out', () => {
    const [step] = planTopics([{ ...ticks, partitions: 6 }], found(asDeclared)).steps
    expect(step).toMatchObject({ kind: 'refused', topic: 'app.ticks' })
    const { reason } = step as { reason: string }
    expect(reason).toContain('it has 3 partitions, declared are 6')
    expect(reason).toContain('keys would move away from the state')
    expect(reason).toContain('take another kafka.prefix and replay')
  })

  test('tells of missing copies, and asks for no more in sync than there are', () => {
    const { steps, notes } = planTopics([ticks], found(asDeclared, 3))
    expect(steps).toEqual([{ kind: 'same', topic: 'app.ticks' }])
    expect(notes).toEqual([
      expect.stringContaining('app.ticks has 1 replica, declared are 3: they are not moved'),
    ])
  })
})
