import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { readCheckpoint, writeCheckpoint } from '../../engine/log/kafka/checkpoint-file.ts'
import { Checkpoints } from '../../engine/log/kafka/checkpoints.ts'
import { kafkaClient } from '../../engine/log/kafka/client.ts'
import type { ClusterLink } from '../../engine/log/kafka/cluster-link.ts'
import type { KafkaObserver } from '../../engine/log/kafka/kafka-metrics.ts'
import type { TaskLog } from '../../engine/log/kafka/task-log.ts'
import { tombstonesKeptMs } from '../../engine/log/kafka/topic-specs.ts'
import { decodeState, encodeState } from '../../engine/state/codec.ts'
import type { StoreChange } from '../../engine/state/store.ts'
import { chainTopology } from '../replay/chain.ts'
import { haveKafka, startKafka, type TestKafka, whyNotKafka } from './broker.ts'
import { ChainOnKafka } from './chain-on-kafka.ts'

const store = 'market.s.v1'
const put = (key: string, value: unknown): StoreChange => ({
  store,
  key,
  slot: '',
  bytes: encodeState([value]),
})
const gone = (key: string): StoreChange => ({ store, key, slot: '', bytes: null })

describe.skipIf(!haveKafka)(`checkpoints of tasks over Kafka${whyNotKafka}`, () => {
  let kafka: TestKafka
  let chain: ChainOnKafka
  let link: ClusterLink
  let folder: string
  const warnings: string[] = []

  beforeAll(async () => {
    kafka = await startKafka()
  }, 300_000)
  afterAll(() => kafka.stop())
  beforeEach(async () => {
    chain = new ChainOnKafka(kafka.brokers, chainTopology(), 2)
    await chain.createTopics()
    link = await chain.link()
    folder = mkdtempSync(join(tmpdir(), 'alphapulse-checkpoints-'))
    warnings.length = 0
  })
  afterEach(async () => {
    await link.close()
    rmSync(folder, { recursive: true })
  })

  const pathOf = (task: number): string =>
    join(folder, 'checkpoints', chain.names.group('market'), `${task}.checkpoint`)
  /** Takes a task over, by the folder or without; `read` is what it read of its changelog. */
  const take = async (
    task = 0,
    from: 'the folder' | 'the changelog' = 'the folder',
  ): Promise<{ log: TaskLog; read: number; state: unknown; position: unknown }> => {
    let read = -1
    const observer: Pick<KafkaObserver, 'restored'> = {
      restored: (_, records) => {
        read = records
      },
    }
    const kept = { folder, everyMs: 1e9, everyBytes: 1e9 }
    const log = await link.takeOver('market', task, {
      observer: observer as KafkaObserver,
      ...(from === 'the folder'
        ? { checkpoints: new Checkpoints(kept, (text) => warnings.push(text)) }
        : {}),
    })
    const saved = log.restore()
    const entries = [...(saved?.state ?? [])].map(({ key, bytes }) => [key, decodeState(bytes)])
    return { log, read, position: saved?.position, state: Object.fromEntries(entries) }
  }
  const hundred = Array.from({ length: 100 }, (_, n) => put(`k${n}`, n))

  test('a restart reads what was committed elsewhere since, and nothing else', async () => {
    const first = await take()
    expect([first.read, first.position]).toEqual([0, undefined])
    await first.log.commit({ changes: hundred, position: 1 })
    await first.log.commit({ changes: [put('k0', 'new')], position: 2 })
    await first.log.close()

    const again = await take()
    expect([again.read, again.position]).toEqual([0, 2])
    await again.log.close()

    const elsewhere = await take(0, 'the changelog')
    expect(elsewhere.read).toBe(103)
    expect(elsewhere.state).toEqual(again.state)
    await elsewhere.log.commit({ changes: [gone('k1'), put('k2', 'far')], position: 3 })
    await elsewhere.log.close()

    const back = await take()
    expect([back.read, back.position]).toEqual([3, 3])
    const expected = Object.fromEntries(hundred.map(({ key }, n) => [key, [n]]))
    delete expected.k1
    expect(back.state).toEqual({ ...expected, k0: ['new'], k2: ['far'] })
    await back.log.close()
    expect(warnings).toEqual([])
    expect((await readCheckpoint(pathOf(0)))?.offset).toBeGreaterThan(103)
  })

  test('a task that lost its commit has the state of the one before in its checkpoint', async () => {
    const first = await take()
    await first.log.commit({ changes: hundred, position: 1 })
    const next = await take(0, 'the changelog')
    await next.log.commit({ changes: [put('k0', 'of the next')], position: 2 })
    await expect(
      first.log.commit({ changes: [put('k0', 'of nobody')], position: 9 }),
    ).rejects.toThrow('another process has the task')
    await first.log.close()
    await next.log.close()
    const { log, read, state, position } = await take()
    expect([read, position]).toEqual([2, 2])
    expect(state).toMatchObject({ k0: ['of the next'], k99: [99] })
    await log.close()
  })

  test('a process that is killed between its checkpoint and its commit has not committed', async () => {
    const script = fileURLToPath(new URL('checkpoint-process.ts', import.meta.url))
    const { app } = chain.names
    const child = spawn(
      process.execPath,
      ['--import', 'tsx', script, kafka.brokers.join(), app, folder],
      { stdio: 'inherit' },
    )
    const [, signal] = await once(child, 'close')
    expect(signal).toBe('SIGKILL')
    expect(existsSync(pathOf(0))).toBe(true)
    for (const from of ['the folder', 'the changelog'] as const) {
      const { log, read, state, position } = await take(0, from)
      expect([read, position]).toEqual([from === 'the folder' ? 0 : 2, 'committed'])
      expect(state).toEqual({ a: ['committed'] })
      await log.close()
    }
    expect(warnings).toEqual([])
  })

  describe('that cannot be built upon is left aside with a warning, and the changelog read whole', () => {
    const cases: {
      readonly name: string
      readonly warning: RegExp
      readonly spoil: () => Promise<void> | void
    }[] = [
      {
        name: 'a broken one',
        warning: /: its checksum does not fit$/,
        spoil: () => {
          const bytes = readFileSync(pathOf(0))
          bytes.writeUInt8(bytes.readUInt8(200) ^ 1, 200)
          writeFileSync(pathOf(0), bytes)
        },
      },
      {
        name: 'the one of another task',
        warning: /: it is of \S+_changelog\.market\/1, not of \S+_changelog\.market\/0$/,
        spoil: async () => {
          const other = await take(1)
          await other.log.commit({ changes: [put('other', 1)], position: 1 })
          await other.log.close()
          cpSync(pathOf(1), pathOf(0))
        },
      },
      {
        name: 'one that is older than what was deleted is remembered',
        warning: /: it is 7\.0 days old; what was deleted since may be forgotten$/,
        spoil: async () => {
          const found = await readCheckpoint(pathOf(0))
          if (found === undefined) throw new Error('there is no checkpoint')
          await writeCheckpoint(pathOf(0), { ...found, timeMs: Date.now() - tombstonesKeptMs })
        },
      },
      {
        name: 'one that goes further than its changelog',
        warning: /: it goes to offset 9999; \S+_changelog\.market\/0 has 0 to \d+$/,
        spoil: async () => {
          const found = await readCheckpoint(pathOf(0))
          if (found === undefined) throw new Error('there is no checkpoint')
          await writeCheckpoint(pathOf(0), { ...found, offset: 9_999 })
        },
      },
    ]
    for (const { name, warning, spoil } of cases) {
      test(name, async () => {
        const first = await take()
        await first.log.commit({ changes: hundred, position: 1 })
        await first.log.close()
        await spoil()
        const whole = await take()
        expect([whole.read, whole.position]).toEqual([101, 1])
        expect(whole.state).toEqual(Object.fromEntries(hundred.map(({ key }, n) => [key, [n]])))
        expect(warnings).toEqual([expect.stringMatching(warning)])
        await whole.log.close()
        // It has been replaced by one that holds.
        const again = await take()
        expect([again.read, warnings.length]).toEqual([0, 1])
        await again.log.close()
      })
    }

    test('one of a changelog that was deleted and made anew', async () => {
      const first = await take()
      await first.log.commit({ changes: hundred, position: 1 })
      await first.log.close()
      const admin = kafkaClient({ brokers: kafka.brokers }, 'tests', () => undefined).admin()
      await admin.connect()
      await link.close()
      const topic = chain.names.changelog('market')
      await admin.deleteTopics({ topics: [topic] })
      await vi.waitFor(async () => expect(await admin.listTopics()).not.toContain(topic), 20_000)
      await admin.disconnect()
      await chain.createTopics()
      link = await chain.link()
      const other = await take(0, 'the changelog')
      expect(other.position).toBeUndefined()
      // As long as the one before: by its offsets nothing could be seen.
      await other.log.commit({ changes: hundred.map(({ key }) => put(key, 'other')), position: 5 })
      await other.log.close()
      const { log, read, position, state } = await take()
      expect([read, position]).toEqual([101, 5])
      expect(state).toMatchObject({ k0: ['other'] })
      expect(warnings).toEqual([
        expect.stringMatching(/: \S+_changelog\.market was deleted and made anew since$/),
      ])
      await log.close()
    })
  })
})
