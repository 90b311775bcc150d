import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { TaskPosition } from '../../engine/core/task.ts'
import { copyApplication, stateAt } from '../../engine/log/kafka/copy-application.ts'
import { recompute } from '../../engine/log/kafka/recompute.ts'
import { chainTopology, type Digests, digestsOf, runChain } from '../replay/chain.ts'
import {
  firstRows,
  haveData,
  monthFiles,
  monthStartMs,
  rowsPerDay,
  sourceOf,
  whereAbsent,
} from '../replay/market-data.ts'
import { haveKafka, startKafka, type TestKafka, whyNotKafka } from './broker.ts'
import { ChainOnKafka } from './chain-on-kafka.ts'

const partitions = 2

describe.skipIf(!haveKafka || !haveData)(
  `a copy of an application${whyNotKafka}${whereAbsent}`,
  () => {
    let kafka: TestKafka
    let days: ReturnType<typeof firstRows>
    let first: ChainOnKafka
    let expected: Digests
    const topology = chainTopology()
    beforeAll(async () => {
      kafka = await startKafka()
      days = firstRows(monthFiles, 2 * rowsPerDay)
      expected = digestsOf(await runChain({ source: await sourceOf(days.paths), partitions }))
      first = new ChainOnKafka(kafka.brokers, topology, partitions)
      await first.createTopics()
    }, 300_000)
    afterAll(async () => {
      days.remove()
      await kafka.stop()
    })
    const fresh = async (): Promise<ChainOnKafka> => {
      const chain = new ChainOnKafka(kafka.brokers, topology, partitions)
      await chain.createTopics()
      return chain
    }

    test('of one that was stopped in the middle goes on as the first would', async () => {
      const { engine, link: running } = await first.engine(await sourceOf(days.paths), {
        commitEvents: 700,
      })
      const stopping = setInterval(() => {
        const doneMs = Math.min(
          ...engine.runners().map(({ committedWatermarkMs }) => committedWatermarkMs),
        )
        if (engine.runners().length === 3 && doneMs > monthStartMs + 12 * 3_600_000) engine.stop()
      }, 5)
      await engine.run()
      clearInterval(stopping)
      await running.close()
      const second = await fresh()
      const [from, to] = await Promise.all([first.link(), second.link()])
      await copyApplication({
        from,
        to,
        topology,
        untilMs: Number.POSITIVE_INFINITY,
        onTopic: () => undefined,
        stateOf: async (id, partition) => {
          const at = await stateAt(from, id, partition)
          const state = [...(at?.mirror.snapshot()?.state ?? [])]
          const changes = state.map(({ bytes, ...place }) => ({
            ...place,
            bytes: Buffer.from(bytes),
          }))
          return at && { changes, position: at.position as TaskPosition }
        },
      })
      await Promise.all([from.close(), to.close()])
      await second.run(await sourceOf(days.paths))
      expect(await second.digests()).toEqual(expected)
      // The first one was not touched.
      await first.run(await sourceOf(days.paths))
      expect(await first.digests()).toEqual(expected)
    })

    test('set back to a time does again what came behind it, and the same', async () => {
      const untilMs = monthStartMs + 20 * 3_600_000 + 12_345
      const second = await fresh()
      const [from, to] = await Promise.all([first.link(), second.link()])
      const copied: { [topic: string]: number } = {}
      await copyApplication({
        from,
        to,
        topology,
        untilMs,
        onTopic: (topic, records) => {
          copied[topic] = records
        },
        stateOf: (id, partition) => {
          const spec = topology.subTopologies.find((one) => one.id === id)
          if (spec === undefined) throw new Error(`no ${id}`)
          return recompute({
            link: from,
            spec,
            partition,
            untilMs,
            onProgress: () => undefined,
            stretchOf: async (topic, of) => ({
              from: 0,
              to: (await from.fetcher.bounds(from.options.names.topic(topic), of)).end,
            }),
          })
        },
      })
      await Promise.all([from.close(), to.close()])
      const before = expected.candles?.records ?? 0
      expect(copied.candles).toBeGreaterThan(before * 0.3)
      expect(copied.candles).toBeLessThan(before * 0.6)
      await second.run(await sourceOf(days.paths))
      expect(await second.digests()).toEqual(expected)

      const [again, into] = await Promise.all([first.link(), second.link()])
      const options = { from: again, to: into, topology, untilMs, onTopic: () => undefined }
      await expect(copyApplication({ ...options, stateOf: async () => undefined })).rejects.toThrow(
        /is not empty: what was begun there is not written over; take another prefix/,
      )
      await Promise.all([again.close(), into.close()])
    })
  },
)
