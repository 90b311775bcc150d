import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ConfigError, PoisonRecordError, StorageError, TaskFencedError } from '../core/errors.ts'
import type { Topic } from '../core/topic.ts'
import { LmdbLog, type LmdbLogOptions } from './lmdb.ts'
import { describeEmbeddedLog } from './testing/embedded-contract.ts'
import { numbers, readAll, record, sample, samples } from './testing/sample-records.ts'

const newFolder = (): string => mkdtempSync(join(tmpdir(), 'alphapulse-log-'))

function openIn(folder: string, more: Partial<LmdbLogOptions> = {}): LmdbLog {
  return new LmdbLog({
    folder,
    topics: [samples, numbers],
    partitions: 3,
    identity: {},
    durability: 'process',
    ...more,
  })
}

for (const durability of ['process', 'power'] as const) {
  describeEmbeddedLog(`lmdb (${durability})`, {
    place() {
      const folder = newFolder()
      return {
        open: (topics, partitions) =>
          openIn(folder, { topics, partitions, durability, run: 'the run' }),
        beside: (topics, partitions) =>
          openIn(folder, { topics, partitions, durability, readOnly: true }),
        remove: () => rmSync(folder, { recursive: true }),
      }
    },
    encodes: true,
    durable: true,
  })
}

describe('an lmdb folder', () => {
  let folder: string
  const open = (more: Partial<LmdbLogOptions> = {}): LmdbLog => openIn(folder, more)
  beforeEach(() => {
    folder = newFolder()
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  /** Writes numbers, one commit each, at one time each. */
  async function write(count: number, topic: Topic<number> = numbers): Promise<void> {
    const log = open({ topics: [topic] })
    for (let n = 0; n < count; n++) {
      log.append(topic, 0, record(n, 'k', n))
      log.commit([])
    }
    await log.close()
  }

  test('is made with what it is asked for, and refused when that changes', async () => {
    const log = open({ identity: { source: 'replay', run: 1 } })
    await log.close()
    const others: readonly [Partial<LmdbLogOptions>, string][] = [
      [
        { identity: { source: 'live', run: 1 } },
        'was made with source replay; it was asked for with live',
      ],
      [{ identity: { source: 'replay', run: 1 }, partitions: 4 }, 'made with partitions 3'],
      [{ identity: { source: 'replay', seed: 7 } }, 'made with seed none'],
    ]
    for (const [other, message] of others) {
      expect(() => open(other)).toThrow(ConfigError)
      expect(() => open(other)).toThrow(message)
    }
    await open({ identity: { source: 'replay', run: 1 } }).close()
  })

  test('that is in use is refused, and free again when it was closed', async () => {
    const log = open()
    expect(() => open()).toThrow(TaskFencedError)
    expect(() => open()).toThrow(`is in use by process ${process.pid}`)
    await log.close()
    await open().close()
    expect(readdirSync(folder).filter((name) => name.includes('lock.'))).toEqual([])
  })

  test('is free again when it could not be opened', async () => {
    await open().close()
    expect(() => open({ partitions: 1 })).toThrow(ConfigError)
    await open().close()
  })

  test('can be read beside a running engine', async () => {
    const log = open()
    log.append(numbers, 0, record(1))
    log.commit([])
    log.append(numbers, 0, record(2))
    const reader = open({ readOnly: true })
    expect(readAll(reader, numbers)).toEqual([record(1)])
    await reader.close()
    await log.close()
    expect(existsSync(join(folder, 'engine.lock'))).toBe(false)
  })

  test('that is none cannot be read, or be a file', async () => {
    expect(() => open({ folder: join(folder, 'nowhere'), readOnly: true })).toThrow()
    await write(1)
    expect(() => open({ folder: join(folder, 'log.mdb') })).toThrow()
  })

  describe('when a schema changes', () => {
    const fields = [{ name: 'n', type: 'double' }]
    const version = (more: readonly unknown[], name = 'things'): Topic<unknown> => ({
      ...numbers,
      name,
      schema: { type: 'record', name: 'Thing', fields: [...fields, ...more] },
    })
    const withDefault = version([{ name: 'extra', type: ['null', 'string'], default: null }])
    const withoutDefault = version([{ name: 'extra', type: 'string' }])
    const old = version([])

    test('reads old records with a BACKWARD compatible one, and both from then on', async () => {
      const before = open({ topics: [old] })
      before.append(old, 0, record({ n: 1 }))
      before.commit([])
      await before.close()
      const after = open({ topics: [withDefault] })
      after.append(withDefault, 0, record({ n: 2, extra: 'x' }))
      after.commit([])
      await after.close()
      const again = open({ topics: [withDefault] })
      expect(readAll(again, withDefault).map(({ value }) => value)).toEqual([
        { n: 1, extra: null },
        { n: 2, extra: 'x' },
      ])
      await again.close()
      const older = open({ topics: [old] })
      expect(readAll(older, old).map(({ value }) => value)).toEqual([{ n: 1 }, { n: 2 }])
      await older.close()
    })

    test('refuses one that cannot read what is there, also when it was known before', async () => {
      await open({ topics: [old] }).close()
      expect(() => open({ topics: [withoutDefault] })).toThrow(ConfigError)
      expect(() => open({ topics: [withoutDefault] })).toThrow('not BACKWARD compatible')
      await open({ topics: [version([], 'other')] }).close()
      const grown = version([{ name: 'extra', type: 'string', default: '' }])
      const shrunk: Topic<unknown> = {
        ...old,
        schema: {
          type: 'record',
          name: 'Thing',
          fields: [{ name: 'extra', type: 'string', default: '' }],
        },
      }
      await open({ topics: [grown] }).close()
      await open({ topics: [shrunk] }).close()
      // The first schema is known here, but cannot read what the newest one wrote.
      expect(() => open({ topics: [old] })).toThrow('not BACKWARD compatible')
    })

    test('refuses a schema that is none', () => {
      expect(() => open({ topics: [{ ...numbers, schema: { type: 'rekord' } }] })).toThrow(
        'schema of numbers cannot be read',
      )
    })
  })

  test('says so when a record names a schema that the folder does not know', async () => {
    const log = open()
    log.append(numbers, 0, record(1))
    const { byTopic } = log as unknown as {
      byTopic: Map<string, { writer: { schemaId: number; buffer: Buffer } }[]>
    }
    const writer = byTopic.get('numbers')?.[0]?.writer
    // Behind the batch's header, time, key and length stands the record's schema id.
    writer?.buffer.writeInt32BE(77, 12 + 8 + 2 + 1 + 4 + 1)
    log.commit([])
    await log.close()
    const again = open()
    expect(() => readAll(again, numbers)).toThrow(PoisonRecordError)
    expect(() => readAll(again, numbers)).toThrow('schema id 77')
    await again.close()
  })

  describe('with retention', () => {
    const brief: Topic<number> = { ...numbers, name: 'brief', retention: { ms: 100 } }

    test('removes what is too old and was read, and never what is needed', async () => {
      await write(40, brief)
      const log = open({ topics: [brief] })
      log.trim(130, () => 10)
      expect(log.start(brief, 0)).toBe(10)
      log.trim(130, () => 40)
      expect(log.start(brief, 0)).toBe(30)
      expect(readAll(log, brief).map(({ value }) => value)).toEqual([
        30, 31, 32, 33, 34, 35, 36, 37, 38, 39,
      ])
      expect(() => log.read(brief, 0, 29, 1)).toThrow(
        'past its retention; the oldest record kept is 30',
      )
      await log.close()
      const again = open({ topics: [brief] })
      expect([again.start(brief, 0), again.end(brief, 0)]).toEqual([30, 40])
      await again.close()
    })

    test('goes on counting offsets where everything was too old', async () => {
      await write(40, brief)
      const log = open({ topics: [brief] })
      log.trim(1e12, () => 40)
      await log.close()
      const again = open({ topics: [brief] })
      expect(again.end(brief, 0)).toBe(40)
      again.append(brief, 0, record(40))
      again.commit([])
      expect(again.read(brief, 0, 40, 1)).toEqual([record(40)])
      await again.close()
    })

    test('keeps for ever what is kept for ever', async () => {
      await write(5)
      const log = open({ topics: [numbers] })
      log.trim(1e15, () => 5)
      expect(readAll(log, numbers)).toHaveLength(5)
      await log.close()
    })

    test('catches up over several trims', async () => {
      await write(300, brief)
      const log = open({ topics: [brief] })
      for (let trims = 0; trims < 5; trims++) log.trim(1e12, () => 300)
      expect(log.start(brief, 0)).toBe(299)
      await log.close()
    })
  })

  test('gives bytes that stay what they are when more is read and written', async () => {
    const log = open()
    for (let n = 0; n < 50; n++) {
      log.append(samples, 0, record(sample(n, { bytes: Buffer.alloc(5_000, n) })))
      log.commit([
        {
          writer: 'w',
          changes: [{ store: 's', key: 'k', slot: `${n}`, bytes: Buffer.alloc(500, n) }],
          position: n,
        },
      ])
    }
    await log.close()
    const again = open()
    const read = Array.from({ length: 50 }, (_, n) => again.read(samples, 0, n, 1)[0])
    const state = [...(again.restore('w')?.state ?? [])]
    for (let n = 0; n < 50; n++) {
      again.append(samples, 0, record(sample(n, { bytes: Buffer.alloc(5_000, 255) })))
      again.commit([
        {
          writer: 'v',
          changes: [{ store: 's', key: 'k', slot: `${n}`, bytes: Buffer.alloc(500, 255) }],
          position: n,
        },
      ])
    }
    read.forEach((one, n) => {
      expect(one?.value).toEqual(sample(n, { bytes: Buffer.alloc(5_000, n) }))
    })
    for (const { slot, bytes } of state) expect(bytes).toEqual(Buffer.alloc(500, Number(slot)))
    await again.close()
  })

  test('tells a failing write as a StorageError, and is whole behind it', async () => {
    const log = open()
    log.append(numbers, 0, record(1))
    log.commit([])
    log.append(numbers, 0, record(2))
    const unsayable = { writer: 'w', changes: [], position: () => 1 }
    expect(() => log.commit([unsayable])).toThrow(StorageError)
    log.abort()
    log.append(numbers, 0, record(3))
    log.commit([])
    expect(readAll(log, numbers).map(({ value }) => value)).toEqual([1, 3])
    await log.close()
    const again = open()
    expect(readAll(again, numbers).map(({ value }) => value)).toEqual([1, 3])
    await again.close()
  })
})
