import { inspect } from 'node:util'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ConfigError, PoisonRecordError, StorageError } from '../../core/errors.ts'
import type { Topic } from '../../core/topic.ts'
import { AvroCodec, codecOf, schemaFingerprint, wireHeaderBytes } from '../avro-codec.ts'
import { SchemaRegistry } from './registry.ts'
import type { RegistryConnection } from './registry-address.ts'
import type { SchemaMemory } from './schema-memory.ts'
import { FakeRegistry } from './testing/fake-registry.ts'
import {
  failureOf,
  orders,
  quick,
  recordOf,
  topicOf,
  trades,
  trades2,
} from './testing/registry-fixtures.ts'

/** In memory, as a topic keeps it. */
class Memory implements SchemaMemory {
  readonly known = new Map<string, string>()

  async read(): Promise<ReadonlyMap<string, string>> {
    return new Map(this.known)
  }

  async add(fingerprints: ReadonlyMap<string, string>): Promise<void> {
    for (const [name, fingerprint] of fingerprints) this.known.set(name, fingerprint)
  }
}

/** Does not give up, however busy the machine is. */
const patient = { timeoutMs: 60_000, retryMs: 60_000 }

let fake: FakeRegistry
const open: SchemaRegistry[] = []

beforeEach(async () => {
  fake = await FakeRegistry.start({ firstId: 100 })
})
afterEach(async () => {
  for (const registry of open.splice(0)) registry.close()
  await fake.stop()
})

async function connect(
  topics: readonly Topic<unknown>[] = [trades],
  more: Partial<RegistryConnection> = {},
  memory?: SchemaMemory,
): Promise<SchemaRegistry> {
  const connection = { url: fake.url, ...quick, ...more }
  const registry = await SchemaRegistry.connect(connection, topics, 'test.', memory)
  open.push(registry)
  return registry
}

describe('at the start, the schema registry', () => {
  test('is given every schema that is written, under <prefix><topic>-value, and BACKWARD', async () => {
    const fleeting = topicOf('fleeting', recordOf('Fleeting'), { retention: 'none' })
    const registry = await connect([trades, fleeting, orders])
    expect([registry.idOf(trades), registry.idOf(orders)]).toEqual([100, 101])
    expect(() => registry.idOf(fleeting)).toThrow('topic fleeting was not given')
    expect(fake.versions('test.trades-value')).toEqual([100])
    expect(fake.levels).toEqual(
      new Map([
        ['test.trades-value', 'BACKWARD'],
        ['test.orders-value', 'BACKWARD'],
      ]),
    )
  })

  test('keeps a stricter level, and a lax one not', async () => {
    fake.levels.set('test.trades-value', 'FULL_TRANSITIVE').set('test.orders-value', 'FORWARD')
    await connect([trades, orders])
    expect([...fake.levels.values()]).toEqual(['FULL_TRANSITIVE', 'BACKWARD'])
  })

  test('is asked to register nothing that it has: who may only read can start', async () => {
    await connect([trades])
    fake.misbehave = (method) => (method === 'GET' ? undefined : { status: 403 })
    expect((await connect([trades])).idOf(trades)).toBe(100)
  })

  test('gives a reader of every version that was ever written', async () => {
    await connect([trades])
    const registry = await connect([trades2])
    expect(registry.idOf(trades2)).toBe(101)
    const old = codecOf(trades).encodeWire(100, { price: 2 })
    const reader = registry.readerOf(trades2, 100)
    const read = reader?.decodeAt(old, wireHeaderBytes)
    expect(read).toEqual({ price: 2, size: 7 })
  })

  test('is given nothing when one schema cannot read what was written, and the error names topic and field', async () => {
    await connect([trades])
    const must = topicOf('trades', recordOf('Trade', { name: 'must', type: 'string' }))
    const error = await failureOf(connect([orders, must]))
    expect(error).toBeInstanceOf(ConfigError)
    expect(error.message).toContain(
      'schema of trades is not BACKWARD compatible with the one its records were written with: field must: ',
    )
    expect(error.message).toContain('version 1 of test.trades-value')
    expect(fake.versions('test.orders-value')).toEqual([])
  })

  test('tells its own reason where it refuses a schema', async () => {
    const body = JSON.stringify({ error_code: 409, message: 'price at /fields/0/type' })
    fake.misbehave = (method) =>
      method === 'POST' ? { status: 409, body, headers: json } : undefined
    const error = await failureOf(connect())
    expect(error).toBeInstanceOf(ConfigError)
    expect(error.message).toBe(
      `schema of topic trades (subject test.trades-value): schema registry ${fake.url} refuses it: price at /fields/0/type`,
    )
  })

  const away: readonly [string, Parameters<typeof fakeDoes>[0], string][] = [
    ['hangs', 'hang', 'gave no answer within 1 s'],
    ['begins an answer and never ends it', 'drip', 'gave no answer within 1 s'],
    ['is slow', { afterMs: 3_000 }, 'gave no answer within 1 s'],
    ['ends the connection', 'cut', 'cannot be reached: socket hang up'],
    ['answers 500', { status: 500, body: 'oh' }, 'answered HTTP 500'],
    ['answers 401', { status: 401 }, 'refuses these credentials (HTTP 401)'],
    ['answers 404', { status: 404, body: '<html>' }, 'does not answer as one (HTTP 404)'],
    ['sends us elsewhere', { status: 302, headers: { location: '/x' } }, '(HTTP 302)'],
    ['is a web page', { status: 200, body: '<html>' }, 'does not answer as a schema registry'],
  ]
  for (const [what, misbehaviour, reason] of away) {
    test(`that ${what} is one clear error`, async () => {
      fakeDoes(misbehaviour)
      const error = await failureOf(connect())
      expect(error).toBeInstanceOf(ConfigError)
      expect(error.message).toContain(reason)
      expect(error.message).toContain(fake.url)
    })
  }

  test('that is not there is one clear error', async () => {
    const { url } = fake
    await fake.stop()
    const error = await failureOf(connect([trades], { url }))
    expect(error).toBeInstanceOf(ConfigError)
    expect(error.message).toMatch(
      /^schema registry http:\/\/127.0.0.1:\d+ cannot be reached: .*ECONNREFUSED/,
    )
    fake = await FakeRegistry.start()
  })

  test('may fail once in the middle', async () => {
    let failures = 0
    fake.misbehave = (method) =>
      method === 'POST' && failures++ === 0 ? { status: 503 } : undefined
    expect((await connect([trades], patient)).idOf(trades)).toBe(100)
  })
})

describe('a schema id that comes later', () => {
  test('is asked for once, however many want it, and then known', async () => {
    const registry = await connect([trades])
    const id = fake.register('test.trades-value', JSON.stringify(trades2.schema))
    expect(registry.readerOf(trades, id)).toBeUndefined()
    fake.misbehave = () => ({ afterMs: 50 })
    await Promise.all([1, 2, 3].map(() => registry.load(trades, id)))
    await registry.load(trades, id)
    expect(fake.timesAsked(`/schemas/ids/${id}`)).toBe(1)
    const value = codecOf(trades2).encodeWire(id, { price: 3, size: 4 })
    expect(registry.readerOf(trades, id)?.decodeAt(value, wireHeaderBytes)).toEqual({ price: 3 })
  })

  test('is poison where nobody knows it, and is not asked for again at once', async () => {
    const registry = await connect([trades])
    for (let n = 0; n < 3; n++) {
      const error = await failureOf(registry.load(trades, 9_999))
      expect(error).toBeInstanceOf(PoisonRecordError)
      expect(error.message).toContain('trades: a record was written with schema id 9999')
      expect(error.details).toEqual({ topic: 'trades', schemaId: 9_999 })
    }
    expect(fake.timesAsked('/schemas/ids/9999')).toBe(1)
  })

  test("is poison where it is another topic's", async () => {
    const registry = await connect([trades, orders])
    const error = await failureOf(registry.load(trades, registry.idOf(orders)))
    expect(error).toBeInstanceOf(PoisonRecordError)
    expect(error.message).toContain('schema id 101, which is no version of test.trades-value')
    expect(registry.readerOf(trades, registry.idOf(orders))).toBeUndefined()
  })

  test('is poison where it is no Avro', async () => {
    const registry = await connect([trades])
    const body = JSON.stringify({ schemaType: 'PROTOBUF', schema: 'syntax = "proto3";' })
    fakeDoes({ status: 200, body, headers: json })
    const error = await failureOf(registry.load(trades, 7))
    expect(error).toBeInstanceOf(PoisonRecordError)
    expect(error.message).toContain('a schema of PROTOBUF')
  })

  test('stops a program that is too old for it', async () => {
    const registry = await connect([trades2])
    // BACKWARD: who is newer may leave a field out that we cannot do without.
    const renamed = { ...recordOf('Trade'), fields: [{ name: 'cost', type: 'double' }] }
    const id = fake.register('test.trades-value', JSON.stringify(renamed))
    const error = await failureOf(registry.load(trades2, id))
    expect(error).toBeInstanceOf(ConfigError)
    expect(error.message).toContain('field price')
  })

  test('is waited for while the registry is away for a moment', async () => {
    const registry = await connect([trades], patient)
    const id = fake.register('test.trades-value', JSON.stringify(trades2.schema))
    let failures = 0
    fake.misbehave = () => (failures++ < 2 ? 'cut' : undefined)
    await registry.load(trades, id)
    expect(registry.readerOf(trades, id)).toBeDefined()
  })

  for (const misbehaviour of ['hang', 'drip', 'cut', { status: 503 }, { status: 404 }] as const) {
    test(`is an error to be tried again where the registry does ${inspect(misbehaviour)}, and what is known goes on`, async () => {
      const registry = await connect([trades])
      const id = fake.register('test.trades-value', JSON.stringify(trades2.schema))
      fakeDoes(misbehaviour)
      const error = await failureOf(registry.load(trades, id))
      expect(error).toBeInstanceOf(StorageError)
      expect(error.message).toContain(`schema id ${id} of topic trades cannot be looked up`)
      expect(registry.readerOf(trades, registry.idOf(trades))).toBeDefined()
      await registry.load(trades, registry.idOf(trades))
      fake.misbehave = () => undefined
      await registry.load(trades, id)
      expect(registry.readerOf(trades, id)).toBeDefined()
    })
  }

  test('is no longer waited for when the registry is closed', async () => {
    const registry = await connect([trades], patient)
    fakeDoes('hang')
    const failure = failureOf(registry.load(trades, 5))
    registry.close()
    expect(await failure).toBeInstanceOf(StorageError)
  })
})

describe('a registry that has lost its ids', () => {
  /** Another one at the same place, which counts from 100 again. */
  async function forget(): Promise<void> {
    const { port } = fake
    await fake.stop()
    fake = await FakeRegistry.start({ firstId: 100, port })
  }

  test('is as good as before where it gives the same ids again', async () => {
    const memory = new Memory()
    await connect([trades, orders], {}, memory)
    await forget()
    const registry = await connect([trades, orders], {}, memory)
    expect([registry.idOf(trades), registry.idOf(orders)]).toEqual([100, 101])
  })

  test('is refused where an id means another version now', async () => {
    const memory = new Memory()
    await connect([trades], {}, memory)
    await connect([trades2], {}, memory)
    expect([...memory.known.keys()]).toEqual(['trades/100', 'trades/101'])
    await forget()
    const error = await failureOf(connect([trades2], {}, memory))
    expect(error).toBeInstanceOf(ConfigError)
    expect(error.message).toContain(
      'has lost what it knew: topic trades has records of schema id 100',
    )
  })

  test('is refused where an id is unknown now', async () => {
    const memory = new Memory()
    await connect([orders, trades], {}, memory)
    await forget()
    const error = await failureOf(connect([trades], {}, memory))
    expect(error.message).toContain('schema id 101, which is unknown to it now')
  })

  test('stops who meets it later, and makes no poison of what was good', async () => {
    const memory = new Memory()
    memory.known.set('trades/7', schemaFingerprint('trades', trades2.schema))
    // A version that was deleted is listed no more, and still found by its id.
    fake.schemas.set(7, JSON.stringify(trades2.schema))
    const registry = await connect([trades], {}, memory)
    fake.schemas.delete(7)
    const error = await failureOf(registry.load(trades, 7))
    expect(error).toBeInstanceOf(ConfigError)
    expect(error.message).toContain('schema id 7, which is unknown to it now')
  })

  test('shows without a memory too, where the other version is longer or shorter', () => {
    const codec = new AvroCodec('trades', trades.schema)
    const codec2 = new AvroCodec('trades', trades2.schema)
    const value = { price: 1, size: 2 }
    expect(() => codec.decodeAt(codec2.encodeWire(1, value), wireHeaderBytes)).toThrow(
      'go on behind its last field',
    )
    expect(() => codec2.decodeAt(codec.encodeWire(1, value), wireHeaderBytes)).toThrow(
      'end too early',
    )
  })
})

const json = { 'content-type': 'application/json' }

function fakeDoes(what: ReturnType<FakeRegistry['misbehave']>): void {
  fake.misbehave = () => what
}
