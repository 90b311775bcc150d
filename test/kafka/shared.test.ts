import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
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
import { type EngineProcessOptions, startEngineProcess } from './engine-process.ts'

const days = 2
const partitions = 6

describe.skipIf(!haveKafka || !haveData)(
  `processes that share the tasks${whyNotKafka}${whereAbsent}`,
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

    test('tell the same history while some join, are killed, sleep past their session and leave', async () => {
      const chain = new ChainOnKafka(kafka.brokers, chainTopology(), partitions)
      await chain.createTopics()
      const options: EngineProcessOptions = {
        brokers: kafka.brokers,
        app: chain.names.app,
        partitions,
        paths: files.paths,
        share: 'without ingest',
      }
      const withFolder = (name: string): EngineProcessOptions => ({
        ...options,
        folder: join(folder, name),
      })
      const first = startEngineProcess({ ...withFolder('first'), share: 'with ingest' })
      await first.running
      const killed = startEngineProcess(withFolder('killed'))
      await killed.running
      await sleep(1_000)
      killed.child.kill('SIGKILL')
      const zombie = startEngineProcess(options)
      await zombie.running
      zombie.child.kill('SIGSTOP')
      await sleep(8_000)
      zombie.child.kill('SIGCONT')
      // It finds what the killed one had: some of it is still good, others have had the tasks since.
      const third = startEngineProcess(withFolder('killed'))
      await third.running
      third.child.kill('SIGTERM')
      const left = await third.ended
      expect(left.how, left.text).toBe(0)
      const ended = await first.ended
      expect(ended.how, ended.text).toBe(0)
      zombie.child.kill('SIGTERM')
      const late = await zombie.ended
      expect(late.how, late.text).toBe(0)
      expect(await chain.digests()).toEqual(expected)
    }, 300_000)

    test('tell the same history when stages of a chain that was cut are shared, and one is killed', async () => {
      const cut = ['features', 'head-votes']
      const chain = new ChainOnKafka(kafka.brokers, chainTopology({}, cut), partitions)
      await chain.createTopics()
      const options: EngineProcessOptions = {
        brokers: kafka.brokers,
        app: chain.names.app,
        partitions,
        paths: files.paths,
        share: 'without ingest',
        cut,
        // At full speed it is over before the others have joined.
        speed: 6_000,
      }
      const first = startEngineProcess({ ...options, share: 'with ingest' })
      await first.running
      const killed = startEngineProcess({ ...options, folder: join(folder, chain.names.app) })
      await killed.running
      await sleep(1_000)
      killed.child.kill('SIGKILL')
      const heir = startEngineProcess({ ...options, folder: join(folder, chain.names.app) })
      await heir.running
      const ended = await first.ended
      expect(ended.how, ended.text).toBe(0)
      heir.child.kill('SIGTERM')
      const left = await heir.ended
      expect(left.how, left.text).toBe(0)
      expect(await chain.digests()).toEqual(expected)
    }, 300_000)
  },
)
