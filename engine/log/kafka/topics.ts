import { setTimeout as sleep } from 'node:timers/promises'
import type { Admin, Kafka } from 'kafkajs'
import { ConfigError } from '../../core/errors.ts'
import { correctedKafkajs } from './corrections.ts'
import {
  type FoundTopic,
  type FoundTopics,
  planTopics,
  type TopicPlan,
  type TopicStep,
} from './topic-plan.ts'
import type { TopicSpec } from './topic-specs.ts'

/** Looks at a cluster's topics and makes them what the topology declares. */
export class TopicAdmin {
  private readonly admin: Admin

  private constructor(admin: Admin) {
    this.admin = admin
  }

  /** Tries for about fifteen seconds; throws ConfigError where no broker answers, or none lets us in. */
  static async connect(client: Kafka, brokers: readonly string[]): Promise<TopicAdmin> {
    const admin = client.admin()
    try {
      await admin.connect()
    } catch (error) {
      // Of the brokers that did not answer, some may have been connected to.
      await admin.disconnect().catch(() => undefined)
      throw unreachable(brokers, error)
    }
    return new TopicAdmin(admin)
  }

  /** Only looks. Throws ConfigError where the cluster cannot hold what is declared. */
  async plan(specs: readonly TopicSpec[], replication?: number): Promise<TopicPlan> {
    const found = await this.find(specs.map(({ name }) => name))
    return planTopics(specs, found, replication)
  }

  /**
   * Does what a plan says. Throws ConfigError, before anything is done, where the plan refuses a topic;
   * and where the cluster refuses one, which may leave the others done: plan again and go on. A setting
   * that somebody else changed between plan and apply may be set back.
   */
  async apply({ steps }: TopicPlan): Promise<void> {
    const refused = steps.filter((step) => step.kind === 'refused')
    if (refused.length > 0) {
      const reasons = refused.map(({ topic, reason }) => `  ${topic}: ${reason}`)
      throw new ConfigError(`nothing was changed; refused:\n${reasons.join('\n')}`)
    }
    await this.create(steps.filter((step) => step.kind === 'create'))
    const type = correctedKafkajs().ConfigResourceTypes.TOPIC
    for (const step of steps) {
      if (step.kind !== 'change') continue
      const { topic, settings } = step
      const configEntries = entriesOf(settings)
      // One by one: an answer for several does not say of which one it complains.
      await this.attempt(`changing ${topic}`, () =>
        this.admin.alterConfigs({
          validateOnly: false,
          resources: [{ type, name: topic, configEntries }],
        }),
      )
    }
  }

  /** How many a topic has; undefined where there is none of that name. */
  async partitionsOf(name: string): Promise<number | undefined> {
    const found = await this.attempt('looking at the topics', () => this.admin.fetchTopicMetadata())
    return found.topics.find((topic) => topic.name === name)?.partitions.length
  }

  async close(): Promise<void> {
    await this.admin.disconnect()
  }

  private async create(steps: readonly CreateStep[]): Promise<void> {
    if (steps.length === 0) return
    await this.attempt('creating topics', async () => {
      await this.admin.createTopics({
        // kafkajs gives up on a broker that has not heard of the topic yet: we look ourselves.
        waitForLeaders: false,
        timeout: createMs,
        topics: steps.map(({ topic, partitions, replication, settings }) => ({
          topic,
          numPartitions: partitions,
          replicationFactor: replication,
          configEntries: entriesOf(settings),
        })),
      })
      const names = steps.map(({ topic }) => topic)
      for (let waitedMs = 0; !(await this.haveLeaders(names)); waitedMs += lookMs) {
        if (waitedMs >= createMs) throw new Error(`no leaders of them within ${createMs / 1_000} s`)
        await sleep(lookMs)
      }
    })
  }

  private async haveLeaders(names: readonly string[]): Promise<boolean> {
    // All of them: asked for one by name, a broker that does not know it yet answers with an error.
    const { topics } = await this.admin.fetchTopicMetadata()
    const led = topics.filter(({ partitions }) => partitions.every(({ leader }) => leader >= 0))
    const known = new Set(led.map(({ name }) => name))
    return names.every((name) => known.has(name))
  }

  private async find(names: readonly string[]): Promise<FoundTopics> {
    const wanted = new Set(names)
    return this.attempt('looking at the topics', async () => {
      const { brokers } = await this.admin.describeCluster()
      const { topics } = await this.admin.fetchTopicMetadata()
      const there = topics.filter(({ name }) => wanted.has(name))
      const settings = await this.settingsOf(there.map(({ name }) => name))
      const found = there.map(({ name, partitions }): [string, FoundTopic] => [
        name,
        {
          partitions: partitions.length,
          // A reassignment may be under way: the one with the fewest tells what is safe.
          replication: Math.min(...partitions.map(({ replicas }) => replicas.length)),
          settings: settings.get(name)?.all ?? {},
          overrides: settings.get(name)?.overrides ?? {},
        },
      ])
      return { brokers: brokers.length, topics: new Map(found) }
    })
  }

  private async settingsOf(names: readonly string[]): Promise<ReadonlyMap<string, FoundSettings>> {
    if (names.length === 0) return new Map()
    const type = correctedKafkajs().ConfigResourceTypes.TOPIC
    const { resources } = await this.admin.describeConfigs({
      includeSynonyms: false,
      resources: names.map((name) => ({ type, name })),
    })
    return new Map(
      resources.map(({ resourceName, configEntries }) => {
        const pair = ({ configName, configValue }: (typeof configEntries)[number]) =>
          [configName, configValue] as const
        // Its types do not know the source (KIP-226).
        const own = configEntries.filter(
          (entry) => (entry as { configSource?: number }).configSource === topicSource,
        )
        const all = Object.fromEntries(configEntries.map(pair))
        return [resourceName, { all, overrides: Object.fromEntries(own.map(pair)) }]
      }),
    )
  }

  private async attempt<T>(doing: string, call: () => Promise<T>): Promise<T> {
    try {
      return await call()
    } catch (error) {
      throw new ConfigError(`${doing}: ${reasonsOf(error).join('; ')}`, {}, error)
    }
  }
}

/** Makes a cluster's topics what is declared, in one go. Throws ConfigError as `TopicAdmin` does. */
export async function applyTopics(
  client: Kafka,
  brokers: readonly string[],
  specs: readonly TopicSpec[],
  replication?: number,
): Promise<void> {
  const admin = await TopicAdmin.connect(client, brokers)
  try {
    await admin.apply(await admin.plan(specs, replication))
  } finally {
    await admin.close()
  }
}

const createMs = 30_000
const lookMs = 100
/** DYNAMIC_TOPIC_CONFIG: set for the topic itself. */
const topicSource = 1

type CreateStep = Extract<TopicStep, { readonly kind: 'create' }>

interface FoundSettings {
  readonly all: FoundTopic['settings']
  readonly overrides: FoundTopic['overrides']
}

function entriesOf(settings: TopicSpec['settings']): { name: string; value: string }[] {
  return Object.entries(settings).map(([name, value]) => ({ name, value }))
}

/** One reason for each topic that was refused, where the error tells them apart. */
function reasonsOf(error: unknown): string[] {
  const { errors, message } = error as {
    readonly errors?: readonly { readonly topic?: string; readonly message: string }[]
    readonly message: string
  }
  return errors?.map((one) => `${one.topic ?? 'a topic'}: ${one.message}`) ?? [message]
}

function unreachable(brokers: readonly string[], error: unknown): Error {
  // A broker whose versions do not fit says so itself, and better.
  const first = firstOf(error)
  if (first instanceof ConfigError) return first
  const [only] = brokers
  const which =
    brokers.length === 1
      ? `the broker ${only} cannot be used`
      : `none of the brokers ${brokers.join(', ')} can be used`
  return new ConfigError(`${which}: ${first.message}`, {}, error)
}

/** kafkajs wraps what happened, once for each of its layers. */
function firstOf(error: unknown): Error {
  const { cause } = error as { readonly cause?: unknown }
  return cause instanceof Error && cause !== error ? firstOf(cause) : (error as Error)
}
