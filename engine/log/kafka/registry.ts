import { isDeepStrictEqual } from 'node:util'
import { ConfigError, PoisonRecordError, StorageError } from '../../core/errors.ts'
import type { Topic } from '../../core/topic.ts'
import { type AvroReader, codecOf, schemaFingerprint } from '../avro-codec.ts'
import type { SchemaIds } from './record-codec.ts'
import type { RegistryConnection } from './registry-address.ts'
import { RegistryClient, RegistryFailure } from './registry-client.ts'
import { RegistrySubject, type SchemaVersion } from './registry-subject.ts'
import type { SchemaMemory } from './schema-memory.ts'

/** An id that nobody knows is not asked for again so soon: a flood of such records must not become one of requests. */
const unknownMs = 30_000
const unknownMax = 1_000

/**
 * The ids of our schemas, and readers for everything that was ever written to our topics, by a Confluent schema
 * registry under the subjects `<prefix><topic>-value`. What it has read once it keeps: a registry that dies later
 * stops nothing that is known. Records are encoded and decoded elsewhere (`AvroCodec`).
 */
export class SchemaRegistry implements SchemaIds {
  private readonly client: RegistryClient
  private readonly prefix: string
  private readonly remembered: ReadonlyMap<string, string>
  private readonly ids = new Map<string, number>()
  private readonly readers = new Map<string, Map<number, AvroReader>>()
  private readonly loading = new Map<string, Promise<void>>()
  /** Until when what nobody knew is taken for unknown. */
  private readonly unknown = new Map<string, number>()

  private constructor(
    client: RegistryClient,
    prefix: string,
    remembered: ReadonlyMap<string, string>,
  ) {
    this.client = client
    this.prefix = prefix
    this.remembered = remembered
  }

  /**
   * Registers the schema of every topic that is written, and sees to it that the registry refuses what is not
   * BACKWARD compatible. Every version that is there must be readable as ours; where one is not, nothing at all is
   * registered. Throws ConfigError: the registry is away, refuses us or a schema, or gives an id that `memory` knows
   * to have meant another schema.
   */
  static async connect(
    connection: RegistryConnection,
    topics: readonly Topic<unknown>[],
    prefix: string,
    memory?: SchemaMemory,
  ): Promise<SchemaRegistry> {
    const client = await RegistryClient.open(connection)
    try {
      const subjects: unknown = await client.ask((one) => one.getAllSubjects())
      if (!Array.isArray(subjects))
        throw new RegistryFailure(
          'foreign',
          `${client.url} does not answer as a schema registry does; that of Apicurio ends in /apis/ccompat/v7`,
        )
      const registry = new SchemaRegistry(client, prefix, (await memory?.read()) ?? new Map())
      const written = topics.filter(({ retention }) => retention !== 'none')
      const known = await Promise.all(written.map((topic) => registry.subjectOf(topic).versions()))
      for (const [at, topic] of written.entries()) registry.learn(topic, known[at] ?? [])
      // One after the other: a registry that has forgotten everything then gives the same ids again.
      for (const [at, topic] of written.entries()) await registry.register(topic, known[at] ?? [])
      await Promise.all(written.map((topic) => registry.compareWithMemory(topic)))
      await memory?.add(registry.newFingerprints(written))
      return registry
    } catch (error) {
      client.close()
      if (!(error instanceof RegistryFailure)) throw error
      throw new ConfigError(error.message)
    }
  }

  /** What a value of the topic is written with; for topics that were given to `connect` and are written. */
  idOf(topic: Topic<unknown>): number {
    const id = this.ids.get(topic.name)
    if (id === undefined)
      throw new ConfigError(`topic ${topic.name} was not given to the schema registry at the start`)
    return id
  }

  /** Undefined: not known yet, `load` it. */
  readerOf(topic: Topic<unknown>, schemaId: number): AvroReader | undefined {
    return this.readers.get(topic.name)?.get(schemaId)
  }

  /**
   * Makes `readerOf` know a schema id. Throws PoisonRecordError where the record can never be read: nobody knows the
   * id, or it is no schema of this topic; ConfigError where a person is needed: the topic's schema is newer than
   * this program can read, or the registry has lost what it knew, or refuses us; StorageError where the registry
   * was away for too long: trying again is safe.
   */
  load(topic: Topic<unknown>, schemaId: number): Promise<void> {
    if (this.readerOf(topic, schemaId) !== undefined) return Promise.resolve()
    const name = nameOf(topic, schemaId)
    let loading = this.loading.get(name)
    if (loading === undefined) {
      loading = this.fetch(topic, schemaId).finally(() => this.loading.delete(name))
      this.loading.set(name, loading)
    }
    return loading
  }

  /** Nothing can be loaded any more. */
  close(): void {
    this.client.close()
  }

  private async fetch(topic: Topic<unknown>, schemaId: number): Promise<void> {
    try {
      const schema = await this.schemaById(topic, schemaId)
      this.checkMeaning(topic, schemaId, schema)
      if (schema === undefined) throw this.unknownId(topic, schemaId)
      await this.addForeign(topic, schemaId, schema)
    } catch (error) {
      if (!(error instanceof RegistryFailure)) throw error
      const what = `schema id ${schemaId} of topic ${topic.name} cannot be looked up: ${error.message}`
      const details = { topic: topic.name, schemaId }
      if (error.kind === 'unreadable') throw new PoisonRecordError(what, details)
      if (error.kind === 'denied') throw new ConfigError(what, details)
      // Where a proxy answers for a registry that is away, too.
      throw new StorageError(what, details)
    }
  }

  /** Undefined where the registry knows no such id. */
  private async schemaById(topic: Topic<unknown>, schemaId: number): Promise<unknown> {
    const name = nameOf(topic, schemaId)
    if ((this.unknown.get(name) ?? 0) > performance.now()) return undefined
    const schema = await this.subjectOf(topic).schemaById(schemaId)
    if (schema === undefined) {
      if (this.unknown.size >= unknownMax) this.unknown.clear()
      this.unknown.set(name, performance.now() + unknownMs)
    }
    return schema
  }

  /** A schema that was not there at the start: a newer program's, or somebody else's. */
  private async addForeign(
    topic: Topic<unknown>,
    schemaId: number,
    schema: unknown,
  ): Promise<void> {
    try {
      this.addReader(topic, schemaId, schema)
    } catch (error) {
      const subject = this.subjectOf(topic)
      const versions = await subject.versions()
      // A newer program may have registered it: its records are good, and this program is too old for them.
      if (versions.some(({ id }) => id === schemaId)) throw error
      throw new PoisonRecordError(
        `${topic.name}: a record was written with schema id ${schemaId}, which is no version of ${subject.name}: ${(error as Error).message}`,
        { topic: topic.name, schemaId },
      )
    }
  }

  /** Everything that was ever written can be read, or this program must not start. */
  private learn(topic: Topic<unknown>, versions: readonly SchemaVersion[]): void {
    for (const { number, id, schema } of versions) {
      try {
        this.addReader(topic, id, schema)
      } catch (error) {
        throw new ConfigError(
          `${(error as Error).message} (version ${number} of ${this.subjectOf(topic).name} in the schema registry ${this.client.url})`,
          { topic: topic.name, schemaId: id },
        )
      }
    }
  }

  private async register(topic: Topic<unknown>, versions: readonly SchemaVersion[]): Promise<void> {
    const subject = this.subjectOf(topic)
    // Before anything can be refused, if there is anything to be compatible with.
    if (versions.length > 0) await subject.enforceBackward()
    const same = versions.findLast(({ schema }) => isDeepStrictEqual(schema, topic.schema))
    const id = same?.id ?? (await this.registered(topic, subject))
    if (versions.length === 0) await subject.enforceBackward()
    this.ids.set(topic.name, id)
    this.addReader(topic, id, topic.schema)
  }

  private async registered(topic: Topic<unknown>, subject: RegistrySubject): Promise<number> {
    try {
      return await subject.register(topic.schema)
    } catch (error) {
      const { kind, message } = error as RegistryFailure
      if (kind !== 'refused') throw error
      throw new ConfigError(`schema of topic ${topic.name} (subject ${subject.name}): ${message}`, {
        topic: topic.name,
      })
    }
  }

  /** What the records of old were written with must still be what its id says, known today or not. */
  private async compareWithMemory(topic: Topic<unknown>): Promise<void> {
    for (const name of this.remembered.keys()) {
      const at = name.lastIndexOf('/')
      if (name.slice(0, at) !== topic.name) continue
      const schemaId = Number(name.slice(at + 1))
      this.checkMeaning(topic, schemaId, await this.schemaById(topic, schemaId))
    }
  }

  private checkMeaning(topic: Topic<unknown>, schemaId: number, schema: unknown): void {
    const remembered = this.remembered.get(nameOf(topic, schemaId))
    if (remembered === undefined) return
    if (schema !== undefined && schemaFingerprint(topic.name, schema) === remembered) return
    const now = schema === undefined ? 'is unknown to it now' : 'is another schema in it now'
    throw new ConfigError(
      `the schema registry ${this.client.url} has lost what it knew: topic ${topic.name} has records of schema id ${schemaId}, which ${now}. Bring its data back, or begin under another topic prefix`,
      { topic: topic.name, schemaId },
    )
  }

  /** Of the ids that we are about to write with, as far as they are not remembered. */
  private newFingerprints(topics: readonly Topic<unknown>[]): Map<string, string> {
    const found = new Map<string, string>()
    for (const topic of topics) {
      const name = nameOf(topic, this.idOf(topic))
      if (!this.remembered.has(name)) found.set(name, schemaFingerprint(topic.name, topic.schema))
    }
    return found
  }

  private addReader(topic: Topic<unknown>, schemaId: number, schema: unknown): void {
    const codec = codecOf(topic)
    const same =
      schemaFingerprint(topic.name, schema) === schemaFingerprint(topic.name, topic.schema)
    const reader = same ? codec : codec.readerOf(schema)
    let ofTopic = this.readers.get(topic.name)
    if (ofTopic === undefined) {
      ofTopic = new Map()
      this.readers.set(topic.name, ofTopic)
    }
    ofTopic.set(schemaId, reader)
  }

  private unknownId(topic: Topic<unknown>, schemaId: number): PoisonRecordError {
    return new PoisonRecordError(
      `${topic.name}: a record was written with schema id ${schemaId}, which the schema registry ${this.client.url} does not know`,
      { topic: topic.name, schemaId },
    )
  }

  private subjectOf(topic: Topic<unknown>): RegistrySubject {
    return new RegistrySubject(this.client, `${this.prefix}${topic.name}-value`)
  }
}

function nameOf(topic: Topic<unknown>, schemaId: number): string {
  return `${topic.name}/${schemaId}`
}
