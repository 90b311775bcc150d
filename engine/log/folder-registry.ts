import type { Database } from 'lmdb'
import { ConfigError, PoisonRecordError } from '../core/errors.ts'
import type { Topic } from '../core/topic.ts'
import { type AvroReader, codecOf } from './avro-codec.ts'
import type { LogIdentity } from './log.ts'

/** What a data folder knows of itself: what it was made with, its topics' numbers and schemas. */
export class FolderRegistry {
  private readonly folder: string
  private readonly meta: Database<unknown, string>
  private readonly readOnly: boolean
  private readonly readers = new Map<string, AvroReader>()

  constructor(folder: string, meta: Database<unknown, string>, readOnly: boolean) {
    this.folder = folder
    this.meta = meta
    this.readOnly = readOnly
  }

  /** Writes down what a new folder is made with; refuses to open one that was made otherwise. */
  checkIdentity(identity: LogIdentity): void {
    const saved = this.meta.get('identity') as LogIdentity | undefined
    if (saved === undefined) {
      if (this.readOnly) throw new ConfigError(`data folder ${this.folder} holds no log`)
      this.meta.putSync('identity', identity)
      return
    }
    if (this.readOnly) return
    for (const [name, value] of Object.entries(identity)) {
      const before = saved[name] ?? 'none'
      if (before !== value) {
        throw new ConfigError(
          `data folder ${this.folder} was made with ${name} ${before}; it was asked for with ${value}. That cannot be changed afterwards: take another --data-dir`,
        )
      }
    }
  }

  topicNumber(topic: Topic<unknown>): number {
    return this.numberOf(`topic/${topic.name}`, 'topics')
  }

  /** The id of a topic's schema: the one it had, or a new one when it changed compatibly. */
  schemaIdOf(topic: Topic<unknown>): number {
    const ids = (this.meta.get(`schemas/${topic.name}`) as number[] | undefined) ?? []
    const text = JSON.stringify(topic.schema)
    let same: number | undefined
    for (const id of ids) {
      const known = this.meta.get(`schema/${id}`)
      if (JSON.stringify(known) === text) same = id
      else codecOf(topic).readerOf(known)
    }
    if (same !== undefined) return same
    if (this.readOnly) return 0
    const id = this.numberOf(`schema-of/${topic.name}/${ids.length}`, 'schemas')
    this.meta.putSync(`schema/${id}`, topic.schema)
    this.meta.putSync(`schemas/${topic.name}`, [...ids, id])
    return id
  }

  /** Reads what was written under a schema id as the topic's present schema. */
  readerOf(topic: Topic<unknown>, schemaId: number): AvroReader {
    const name = `${topic.name}/${schemaId}`
    let reader = this.readers.get(name)
    if (reader === undefined) {
      const schema = this.meta.get(`schema/${schemaId}`)
      if (schema === undefined) {
        throw new PoisonRecordError(
          `${topic.name}: a record was written with schema id ${schemaId}, which this folder's registry does not know`,
          { schemaId },
        )
      }
      const codec = codecOf(topic)
      reader =
        JSON.stringify(schema) === JSON.stringify(topic.schema) ? codec : codec.readerOf(schema)
      this.readers.set(name, reader)
    }
    return reader
  }

  private numberOf(name: string, counter: string): number {
    const known = this.meta.get(name) as number | undefined
    if (known !== undefined) return known
    if (this.readOnly) return 0
    const next = ((this.meta.get(`count/${counter}`) as number | undefined) ?? 0) + 1
    this.meta.putSync(`count/${counter}`, next)
    this.meta.putSync(name, next)
    return next
  }
}
