import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { kafkaClient } from '../../engine/log/kafka/client.ts'
import { KafkaNames } from '../../engine/log/kafka/names.ts'
import { TopicSchemaMemory } from '../../engine/log/kafka/schema-memory.ts'
import { freshName, haveKafka, startKafka, type TestKafka, whyNotKafka } from './broker.ts'

describe.skipIf(!haveKafka)(`the memory of schema ids${whyNotKafka}`, () => {
  let kafka: TestKafka

  beforeAll(async () => {
    kafka = await startKafka()
  }, 300_000)
  afterAll(() => kafka.stop())

  test('is empty at first, then holds what was added, for every program, in a compacted topic', async () => {
    const client = kafkaClient({ brokers: kafka.brokers }, 'tests', () => undefined)
    const names = new KafkaNames(freshName('memory'))
    const memory = () => new TopicSchemaMemory(client, names, () => undefined)
    expect(await memory().read()).toEqual(new Map())
    await memory().add(new Map([['ticks/1', 'a']]))
    await memory().add(new Map())
    await memory().add(
      new Map([
        ['ticks/2', 'b'],
        ['klines/3', 'c'],
      ]),
    )
    const all = new Map([
      ['ticks/1', 'a'],
      ['ticks/2', 'b'],
      ['klines/3', 'c'],
    ])
    expect(await memory().read()).toEqual(all)
    const admin = client.admin()
    await admin.connect()
    const { resources } = await admin.describeConfigs({
      includeSynonyms: false,
      resources: [{ type: 2, name: memory().topic, configNames: ['cleanup.policy'] }],
    })
    expect(resources[0]?.configEntries[0]?.configValue).toBe('compact')
    await admin.disconnect()
  })
})
