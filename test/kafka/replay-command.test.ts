import { rmSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { alphapulse, type Ended, newFolder, writeKlines } from '../command/run-command.ts'
import { realModel } from '../model/real-model.ts'
import { haveKafka, startKafka, type TestKafka, whyNotKafka } from './broker.ts'
import { haveRegistry, TestRegistry, whyNotRegistry } from './registry-server.ts'

const { folder = '', missing } = await realModel()

interface Told {
  readonly finished: boolean
  readonly app: string
  readonly digests: unknown
  readonly speed: { readonly records: number }
}

describe.skipIf(!haveKafka || !haveRegistry)(
  `the replay command over Kafka${whyNotKafka}${whyNotRegistry}`,
  () => {
    let kafka: TestKafka
    let registry: TestRegistry
    let cwd: string
    let data: string
    beforeAll(async () => {
      kafka = await startKafka()
      registry = await TestRegistry.start()
      cwd = newFolder()
      data = writeKlines(cwd)
    }, 300_000)
    afterAll(async () => {
      rmSync(cwd, { recursive: true })
      await registry.stop()
      await kafka.stop()
    })
    const replay = (log: string, ...more: readonly string[]): Promise<Ended> => {
      process.env.ALPHAPULSE_KAFKA_BROKERS = kafka.brokers.join(',')
      process.env.ALPHAPULSE_KAFKA_REGISTRY_URL = registry.url
      return alphapulse(cwd, 'replay', '--log', log, '--json', '--data', data, ...more)
    }
    const told = ({ code, out, err }: Ended): Told => {
      expect(code, err).toBe(0)
      return JSON.parse(out) as Told
    }

    test('tells the same as in memory, under topics of its own, and has nothing left to do afterwards', async () => {
      const memory = told(await replay('memory'))
      const first = told(await replay('kafka'))
      expect(first.digests).toEqual(memory.digests)
      expect(first.finished).toBe(true)
      expect(first.app).toMatch(/^replay\.[0-9a-f]{12}$/)
      const again = told(await replay('kafka'))
      expect(again).toMatchObject({ app: first.app, digests: first.digests })
      expect(again.speed.records).toBe(0)
      const other = told(await replay('kafka', '--preset', 'exploring', '--partitions', '1'))
      expect(other.app).not.toBe(first.app)
    })

    test.skipIf(missing !== undefined)('tells the same with MiniLM', async () => {
      const pulled = await alphapulse(cwd, 'model', 'pull', '--from', folder)
      expect(pulled.code, pulled.err).toBe(0)
      process.env.ALPHAPULSE_MEMORY_ENCODER = 'minilm'
      const memory = told(await replay('memory'))
      // Cut, for that is where its vectors pass from task to task.
      const cut = told(await replay('kafka', '--cut', 'embeddings'))
      delete process.env.ALPHAPULSE_MEMORY_ENCODER
      expect(cut.digests).toEqual(memory.digests)
      expect(told(await replay('memory')).digests).not.toEqual(memory.digests)
    })

    test('has on Kafka the funnel of the data folder', async () => {
      const { app } = told(await replay('kafka'))
      told(await replay('lmdb', '--data-dir', 'folder', '--no-clickhouse'))
      const funnel = async (...place: readonly string[]) => {
        const { code, out, err } = await alphapulse(
          cwd,
          'funnel',
          '--json',
          '--since',
          '1d',
          ...place,
        )
        expect(code, err).toBe(0)
        const { fromMs: _, toMs: __, ...counts } = JSON.parse(out) as { [name: string]: unknown }
        return counts
      }
      const counts = await funnel('--prefix', app)
      expect(counts).toEqual(await funnel('--data-dir', 'folder'))
      expect(counts.opportunities).toBeGreaterThan(10)
    })

    test('names what is missing or away, and shows no password', async () => {
      process.env.ALPHAPULSE_KAFKA_BROKERS = ''
      const none = await alphapulse(cwd, 'replay', '--log', 'kafka', '--data', data)
      expect(none.code).toBe(1)
      expect(none.err).toContain('kafka.brokers is empty')
      process.env.ALPHAPULSE_KAFKA_BROKERS = kafka.brokers.join(',')
      process.env.ALPHAPULSE_KAFKA_REGISTRY_URL = 'http://me:hush@127.0.0.1:9/apis'
      const away = await alphapulse(cwd, 'replay', '--log', 'kafka', '--data', data)
      expect(away.code).toBe(1)
      expect(away.err).toContain('http://127.0.0.1:9/apis')
      expect(away.err).not.toContain('hush')
    })
  },
)
