import {
  AvroDeserializer,
  AvroSerializer,
  Compatibility,
  SchemaRegistryClient,
  SerdeType,
  SubjectNameStrategyType,
} from '@confluentinc/schemaregistry'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { sampleRecord } from '../../connectors/clickhouse/testing/sample-records.ts'
import { ConfigError, PoisonRecordError, StorageError } from '../../engine/core/errors.ts'
import type { Topic } from '../../engine/core/topic.ts'
import { codecOf, wireHeaderBytes } from '../../engine/log/avro-codec.ts'
import { SchemaRegistry } from '../../engine/log/kafka/registry.ts'
import { topics } from '../../schemas/topics.ts'
import { freshName } from './broker.ts'
import { haveRegistry, TestRegistry, whyNotRegistry } from './registry-server.ts'

interface RecordSchema {
  readonly type: 'record'
  readonly name: string
  readonly namespace: string
  readonly fields: readonly object[]
}

const all: readonly Topic<unknown>[] = Object.values(topics)
const { ticks, klines } = topics
const ticksSchema = ticks.schema as RecordSchema

/** The topic as a later program has it. */
const withField = (topic: Topic<unknown>, field: object): Topic<unknown> => {
  const schema = topic.schema as RecordSchema
  return { ...topic, schema: { ...schema, fields: [...schema.fields, field] } }
}
const ticks2 = withField(ticks, { name: 'venue', type: 'string', default: 'spot' })
const ticksMust = withField(ticks, { name: 'must', type: 'string' })

describe.skipIf(!haveRegistry)(`a real schema registry${whyNotRegistry}`, () => {
  let server: TestRegistry
  let library: SchemaRegistryClient
  const open: SchemaRegistry[] = []

  const connect = async (
    topics: readonly Topic<unknown>[],
    prefix: string,
  ): Promise<SchemaRegistry> => {
    const registry = await SchemaRegistry.connect(
      { url: server.url, timeoutMs: 2_000, retryMs: 2_000 },
      topics,
      prefix,
    )
    open.push(registry)
    return registry
  }
  const newLibrary = () =>
    new SchemaRegistryClient({
      baseURLs: [server.url],
      createAxiosDefaults: { timeout: 5_000 },
      maxRetries: 0,
    })
  const prefixOf = (what: string) => `${freshName(what)}.`

  beforeAll(async () => {
    server = await TestRegistry.start()
    library = newLibrary()
    // The first time, the registry is fetched.
  }, 300_000)
  afterEach(() => {
    for (const registry of open.splice(0)) registry.close()
  })
  afterAll(async () => {
    await server.stop()
  })

  describe('agrees, byte for byte and object for object, with the library on', () => {
    const prefix = prefixOf('contract')
    let registry: SchemaRegistry

    beforeAll(async () => {
      registry = await SchemaRegistry.connect({ url: server.url }, all, prefix)
    })
    afterAll(() => registry.close())

    for (const topic of all) {
      test(topic.name, async () => {
        const name = prefix + topic.name
        const id = registry.idOf(topic)
        const serializer = new AvroSerializer(library, SerdeType.VALUE, {
          autoRegisterSchemas: false,
          useSchemaId: id,
          subjectNameStrategyType: SubjectNameStrategyType.TOPIC,
        })
        const deserializer = new AvroDeserializer(library, SerdeType.VALUE, {
          subjectNameStrategyType: SubjectNameStrategyType.TOPIC,
        })
        for (let seed = 1; seed <= 8; seed++) {
          const value = sampleRecord(topic.schema, seed)
          const ours = codecOf(topic).encodeWire(id, value)
          const theirs = await serializer.serialize(name, value)
          expect(ours.equals(theirs)).toBe(true)
          const read = registry.readerOf(topic, theirs.readInt32BE(1))
          expect(read?.decodeAt(theirs, wireHeaderBytes)).toEqual(value)
          expect(await deserializer.deserialize(name, ours)).toEqual(value)
        }
      })
    }
  })

  test('lets a field with a default in, and what was written before can be read', async () => {
    const prefix = prefixOf('evolve')
    const before = await connect([ticks], prefix)
    const value = sampleRecord(ticks.schema, 3)
    const old = codecOf(ticks).encodeWire(before.idOf(ticks), value)
    const after = await connect([ticks2], prefix)
    expect(after.idOf(ticks2)).not.toBe(before.idOf(ticks))
    const read = after.readerOf(ticks2, old.readInt32BE(1))
    expect(read?.decodeAt(old, wireHeaderBytes)).toEqual({ ...value, venue: 'spot' })
    // The program that still runs reads what the later one writes.
    const young = codecOf(ticks2).encodeWire(after.idOf(ticks2), { ...value, venue: 'x' })
    expect(before.readerOf(ticks, after.idOf(ticks2))).toBeUndefined()
    await before.load(ticks, after.idOf(ticks2))
    const reader = before.readerOf(ticks, after.idOf(ticks2))
    expect(reader?.decodeAt(young, wireHeaderBytes)).toEqual(value)
  })

  test('refuses a field without one, by itself and before it is asked, and nothing is registered', async () => {
    const prefix = prefixOf('backward')
    await connect([ticks], prefix)
    expect(await library.getCompatibility(`${prefix}ticks-value`)).toBe('BACKWARD')
    const refused = connect([klines, ticksMust], prefix)
    await expect(refused).rejects.toThrow(ConfigError)
    await expect(refused).rejects.toThrow(/schema of ticks .* field must: /)
    const schema = JSON.stringify(ticksMust.schema)
    // Whatever holds for everything else.
    await library.updateDefaultCompatibility(Compatibility.NONE)
    await expect(
      library.register(`${prefix}ticks-value`, { schemaType: 'AVRO', schema }),
    ).rejects.toMatchObject({ status: 409 })
    await library.updateDefaultCompatibility(Compatibility.BACKWARD)
    expect(await library.getAllVersions(`${prefix}ticks-value`)).toEqual([1])
    await expect(library.getAllVersions(`${prefix}klines-value`)).rejects.toMatchObject({
      status: 404,
    })
  })

  test('tells its reason, with the field, where it is stricter than we are', async () => {
    const prefix = prefixOf('strict')
    await connect([ticks2, klines], prefix)
    await library.updateCompatibility(`${prefix}ticks-value`, Compatibility.FULL)
    const fewer = { ...ticks, schema: { ...ticksSchema, fields: ticksSchema.fields.slice(1) } }
    const refused = connect([fewer], prefix)
    await expect(refused).rejects.toThrow(ConfigError)
    await expect(refused).rejects.toThrow(/schema of topic ticks .* refuses it: .*\/fields\/\d/)
  })

  test('has ids that nobody registered for a topic, and none that nobody registered', async () => {
    const registry = await connect([ticks, klines], prefixOf('foreign'))
    await expect(registry.load(ticks, registry.idOf(klines))).rejects.toThrow(PoisonRecordError)
    await expect(registry.load(ticks, 999_999)).rejects.toThrow(
      /schema id 999999, which .* not know/,
    )
  })

  test('may die: what is known goes on; may come back empty: ids that mean something else are refused', async () => {
    const prefix = prefixOf('death')
    const remembered = new Map<string, string>()
    const memory = {
      read: async () => new Map(remembered),
      add: async (more: ReadonlyMap<string, string>) => {
        for (const [name, fingerprint] of more) remembered.set(name, fingerprint)
      },
    }
    const options = { url: server.url, timeoutMs: 2_000, retryMs: 2_000 }
    const first = await SchemaRegistry.connect(options, [klines, ticks], prefix, memory)
    open.push(first)
    const value = sampleRecord(ticks.schema, 5)
    const wire = codecOf(ticks).encodeWire(first.idOf(ticks), value)
    await server.kill()
    const reader = first.readerOf(ticks, first.idOf(ticks))
    expect(reader?.decodeAt(wire, wireHeaderBytes)).toEqual(value)
    await expect(first.load(ticks, 1_234)).rejects.toThrow(StorageError)
    await expect(SchemaRegistry.connect(options, [ticks], prefix, memory)).rejects.toThrow(
      /^schema registry http:\/\/127.0.0.1:\d+\/apis\/ccompat\/v7 cannot be reached: .*ECONNREFUSED/,
    )
    await server.startAgain()
    // It counts from 1 again: with other topics, or another version, the ids are not what they were.
    const refused = SchemaRegistry.connect(options, [ticks2, klines], prefix, memory)
    await expect(refused).rejects.toThrow(ConfigError)
    await expect(refused).rejects.toThrow('has lost what it knew')
    // Who runs goes on, and asks again.
    await expect(first.load(ticks, 1_234)).rejects.toThrow(PoisonRecordError)
  }, 60_000)
})
