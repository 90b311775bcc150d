import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Admin, Kafka } from 'kafkajs'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { kafkaClient } from '../../engine/log/kafka/client.ts'
import { correctedKafkajs } from '../../engine/log/kafka/corrections.ts'
import { TaskProducer } from '../../engine/log/kafka/task-producer.ts'
import { alphapulse, type Ended, newFolder } from '../command/run-command.ts'
import { freshName, haveKafka, startKafka, type TestKafka, whyNotKafka } from './broker.ts'

const connected = async (brokers: readonly string[]): Promise<{ client: Kafka; admin: Admin }> => {
  const client = kafkaClient({ brokers }, 'tests', () => undefined)
  const admin = client.admin()
  await admin.connect()
  return { client, admin }
}

/** The settings of a topic that were set for it. */
const overridesOf = async (admin: Admin, name: string): Promise<{ [name: string]: string }> => {
  const type = correctedKafkajs().ConfigResourceTypes.TOPIC
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: [{ type, name }],
  })
  const own = resources[0]?.configEntries.filter(
    (entry) => (entry as { configSource?: number }).configSource === 1,
  )
  return Object.fromEntries(
    (own ?? []).map(({ configName, configValue }) => [configName, configValue]),
  )
}

const shapeOf = async (
  admin: Admin,
  name: string,
): Promise<{ partitions: number; replication: number }> => {
  const { topics } = await admin.fetchTopicMetadata({ topics: [name] })
  const partitions = topics[0]?.partitions ?? []
  return { partitions: partitions.length, replication: partitions[0]?.replicas.length ?? 0 }
}

describe.skipIf(!haveKafka)(`topics on a cluster${whyNotKafka}`, () => {
  let kafka: TestKafka
  let client: Kafka
  let admin: Admin
  let folder: string
  let app: string

  beforeAll(async () => {
    kafka = await startKafka()
    ;({ client, admin } = await connected(kafka.brokers))
  }, 300_000)
  afterAll(async () => {
    await admin.disconnect()
    await kafka.stop()
  })
  beforeEach(() => {
    app = freshName('app')
    folder = newFolder()
    configure({})
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  const configure = (more: object): void =>
    writeFileSync(
      join(folder, 'alphapulse.config.json'),
      JSON.stringify({ kafka: { brokers: kafka.brokers, replication: 1, prefix: app, ...more } }),
    )
  const topics = (...args: readonly string[]): Promise<Ended> =>
    alphapulse(folder, 'topics', ...args)
  const there = async (): Promise<string[]> =>
    (await admin.listTopics()).filter((name) => name.startsWith(`${app}.`)).sort()

  test('diff shows what is missing and creates nothing; apply creates it; then nothing is left to do', async () => {
    const diff = await topics('diff')
    expect(diff).toMatchObject({ code: 0, err: '' })
    expect(diff.out).toContain(
      `create   ${app}.ticks: partitions 3, replication 1, min ISR 1, kept 7 days`,
    )
    expect(await there()).toEqual([])

    const applied = await topics('apply')
    expect(applied).toMatchObject({ code: 0, err: '' })
    expect(applied.out).toBe(`${diff.out}applied\n`)
    const names = await there()
    expect(names).toHaveLength(diff.out.trimEnd().split('\n').length)
    for (const name of [
      'ticks',
      'dead-letters',
      '_watermarks.market',
      '_changelog.desk',
      '_changelog.ingest',
    ])
      expect(names).toContain(`${app}.${name}`)
    expect(names.join()).not.toContain('valid-trades')
    expect(await shapeOf(admin, `${app}.signals`)).toEqual({ partitions: 3, replication: 1 })
    expect(await shapeOf(admin, `${app}._watermarks.market`)).toMatchObject({ partitions: 3 })
    expect(await shapeOf(admin, `${app}.weights`)).toMatchObject({ partitions: 1 })
    expect(await overridesOf(admin, `${app}.ticks`)).toMatchObject({
      'cleanup.policy': 'delete',
      'retention.ms': '604800000',
      'compression.type': 'producer',
      'message.timestamp.type': 'CreateTime',
    })
    expect(await overridesOf(admin, `${app}._changelog.market`)).toMatchObject({
      'cleanup.policy': 'compact',
    })

    const again = await topics('apply')
    expect(again).toMatchObject({ code: 0, out: `all ${names.length} as declared\n`, err: '' })
  })

  test('apply sets back what was changed, and leaves alone what it does not declare', async () => {
    await topics('apply')
    const name = `${app}.signals`
    const declared = await overridesOf(admin, name)
    const type = correctedKafkajs().ConfigResourceTypes.TOPIC
    const changed = { ...declared, 'retention.ms': '1000', 'segment.ms': '3600000' }
    await admin.alterConfigs({
      validateOnly: false,
      resources: [
        {
          type,
          name,
          configEntries: Object.entries(changed).map(([name, value]) => ({ name, value })),
        },
      ],
    })
    const applied = await topics('apply')
    expect(applied.out).toContain(`change   ${name}: retention.ms 1000 → -1\n`)
    expect(await overridesOf(admin, name)).toEqual({ ...declared, 'segment.ms': '3600000' })
  })

  test('another number of partitions is refused, and nothing is done', async () => {
    await topics('apply')
    await admin.deleteTopics({ topics: [`${app}.weights`] })
    const more = await topics('apply', '--partitions', '6')
    expect(more.code).toBe(1)
    expect(more.out).toContain(`create   ${app}.weights`)
    expect(more.err).toContain(`nothing was changed; refused:\n  ${app}.ticks: `)
    expect(more.err).toContain('replay the history under it')
    expect(await there()).not.toContain(`${app}.weights`)
    expect(await shapeOf(admin, `${app}.ticks`)).toMatchObject({ partitions: 3 })
  })

  test('a replay’s prefix keeps records of any time', async () => {
    app = `replay.${freshName('run')}`
    const applied = await topics('apply', '--prefix', app)
    expect(applied.out).toContain(
      `create   ${app}.ticks: partitions 3, replication 1, min ISR 1, kept for ever`,
    )
    expect(applied.out).toContain('retention is off')
    expect(await overridesOf(admin, `${app}.ticks`)).toMatchObject({ 'retention.ms': '-1' })
    const task = await TaskProducer.take(client, {
      transactionalId: `${app}.ingest.0`,
      transactionTimeoutMs: 15_000,
    })
    const times = [Date.UTC(2009, 0, 3), Date.UTC(2100, 0, 1)]
    const messages = times.map((time) => ({ value: 'tick', partition: 0, timestamp: String(time) }))
    // More than the million bytes that a topic takes by default.
    const large = { value: Buffer.alloc(3_000_000), partition: 1 }
    await task.commit({ records: [{ topic: `${app}.ticks`, messages: [...messages, large] }] })
    await task.close()
  })

  test('what the cluster refuses is told by topic; no password is told', async () => {
    configure({ replication: 3 })
    const tooMany = await topics('apply')
    expect(tooMany.code).toBe(1)
    expect(tooMany.err).toContain('with 3 replicas, but the cluster shows 1 broker')

    const secret = 'hush-hush'
    configure({ sasl: { mechanism: 'plain', username: 'me', password: secret } })
    const refused = await topics('apply')
    expect(refused.code).toBe(1)
    expect(refused.err).toContain(`the broker ${kafka.brokers[0]} cannot be used: `)
    expect(refused.err + refused.out).not.toContain(secret)
    expect(refused.err.trimEnd().split('\n')).toHaveLength(1)
  })

  test('a broker that is not there is one sentence', async () => {
    configure({ brokers: ['127.0.0.1:1'] })
    const away = await topics('diff')
    expect(away.code).toBe(1)
    expect(away.out).toBe('')
    expect(away.err).toMatch(
      /^alphapulse: the broker 127\.0\.0\.1:1 cannot be used: .*ECONNREFUSED.*\n$/,
    )
    configure({ brokers: [] })
    expect((await topics('diff')).err).toContain('kafka.brokers is empty')
  })
})

describe.skipIf(!haveKafka)(`topics on three brokers${whyNotKafka}`, () => {
  test('have three copies, two in sync at least', async ({ skip }) => {
    const kafka = await startKafka(3)
    const { admin } = await connected(kafka.brokers)
    const folder = newFolder()
    try {
      skip((await admin.describeCluster()).brokers.length < 3, 'the cluster has no three brokers')
      const app = freshName('app')
      const { brokers } = kafka
      const config = JSON.stringify({ kafka: { brokers, prefix: app } })
      writeFileSync(join(folder, 'alphapulse.config.json'), config)
      const applied = await alphapulse(folder, 'topics', 'apply')
      expect(applied.err).toBe('')
      expect(applied.out).toContain(`create   ${app}.ticks: partitions 3, replication 3, min ISR 2`)
      for (const name of [`${app}.ticks`, `${app}._changelog.market`]) {
        expect(await shapeOf(admin, name)).toEqual({ partitions: 3, replication: 3 })
        expect(await overridesOf(admin, name)).toMatchObject({ 'min.insync.replicas': '2' })
      }
      expect((await alphapulse(folder, 'topics', 'diff')).out).toMatch(/^all \d+ as declared\n$/)
    } finally {
      await admin.disconnect()
      await kafka.stop()
      rmSync(folder, { recursive: true })
    }
  }, 300_000)
})
