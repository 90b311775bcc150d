import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { randomSequence } from '../../operators/learning/random.ts'
import { chainTopology, digestsOf, runChain } from '../replay/chain.ts'
import {
  firstRows,
  haveData,
  monthFiles,
  rowsPerDay,
  sourceOf,
  whereAbsent,
} from '../replay/market-data.ts'
import { haveKafka, startKafka, type TestKafka, whyNotKafka } from './broker.ts'
import { ChainOnKafka } from './chain-on-kafka.ts'
import { startEngineProcess } from './engine-process.ts'

const days = 2
const kills = 5
const partitions = 3

describe.skipIf(!haveKafka || !haveData)(
  `an engine over Kafka that is killed${whyNotKafka}${whereAbsent}`,
  () => {
    let kafka: TestKafka
    let files: ReturnType<typeof firstRows>
    let folder: string
    let expected: ReturnType<typeof digestsOf>
    beforeAll(async () => {
      kafka = await startKafka()
      folder = mkdtempSync(join(tmpdir(), 'alphapulse-checkpoints-'))
      files = firstRows(monthFiles, days * rowsPerDay)
      expected = digestsOf(await runChain({ source: await sourceOf(files.paths), partitions }))
    }, 300_000)
    afterAll(async () => {
      files.remove()
      rmSync(folder, { recursive: true })
      await kafka.stop()
    })

    test.each(['from its changelogs', 'from its checkpoints'])(
      'tells the same history, however often SIGKILL ends it, %s',
      async (from) => {
        const seed = Date.now() % 1_000_000
        const random = randomSequence(seed)
        const chain = new ChainOnKafka(kafka.brokers, chainTopology(), partitions)
        await chain.createTopics()
        const options = {
          brokers: kafka.brokers,
          app: chain.names.app,
          partitions,
          paths: files.paths,
          ...(from === 'from its checkpoints' ? { folder } : {}),
        }
        let killed = 0
        for (;;) {
          const { child, ended } = startEngineProcess(options)
          const lifeMs = 1_500 + 1_500 * random()
          if (killed < kills) void sleep(lifeMs).then(() => child.kill('SIGKILL'))
          const { how, text } = await ended
          expect(text).not.toContain('checkpoint')
          if (how === 'SIGKILL') {
            killed++
            continue
          }
          expect(how, text).toBe(0)
          break
        }
        expect(killed, 'kills before it was through').toBeGreaterThan(0)
        const kept = ['market', 'desk', 'ingest'].map((group) =>
          existsSync(join(folder, 'checkpoints', chain.names.group(group), '0.checkpoint')),
        )
        expect(kept).toEqual(kept.map(() => from === 'from its checkpoints'))
        expect(await chain.digests(), `seed ${seed}, ${killed} kills`).toEqual(expected)
      },
      300_000,
    )

    test('is fenced when it wakes up and another has its tasks, and takes nothing back', async () => {
      const chain = new ChainOnKafka(kafka.brokers, chainTopology(), partitions)
      await chain.createTopics()
      const options = {
        brokers: kafka.brokers,
        app: chain.names.app,
        partitions,
        paths: files.paths,
      }
      const zombie = startEngineProcess(options)
      await zombie.running
      zombie.child.kill('SIGSTOP')
      const heir = startEngineProcess(options)
      await heir.running
      zombie.child.kill('SIGCONT')
      const late = await zombie.ended
      expect(late.how, late.text).toBe(1)
      expect(late.text).toContain('another process has the task')
      const { how, text } = await heir.ended
      expect(how, text).toBe(0)
      expect(await chain.digests()).toEqual(expected)
    }, 300_000)
  },
)
