import { isDeepStrictEqual } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { SubTopology } from '../../engine/core/sub-topology.ts'
import { describeTopology } from '../../engine/core/topology.ts'
import { ownerOf, rebuildOperator } from '../../engine/log/kafka/rebuild.ts'
import { decodeState } from '../../engine/state/codec.ts'
import type { StoreChange, StoreEntry } from '../../engine/state/store.ts'
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

const partitions = 2

describe.skipIf(!haveKafka || !haveData)(
  `rebuilding an operator${whyNotKafka}${whereAbsent}`,
  () => {
    let kafka: TestKafka
    let chain: ChainOnKafka
    let days: ReturnType<typeof firstRows>
    const topology = chainTopology()
    beforeAll(async () => {
      kafka = await startKafka()
      days = firstRows(monthFiles, 2 * rowsPerDay)
      chain = new ChainOnKafka(kafka.brokers, topology, partitions)
      await chain.createTopics()
      // Stopped somewhere in the middle, with commits wherever they fell.
      const { engine, link } = await chain.engine(await sourceOf(days.paths), { commitEvents: 700 })
      const stopping = setInterval(() => {
        const doneMs = Math.min(
          ...engine.runners().map(({ committedWatermarkMs }) => committedWatermarkMs),
        )
        const clockMs = engine.ingest?.ingest.clockMs ?? 0
        if (
          engine.runners().length === 3 &&
          doneMs > clockMs - 40 * 3_600_000 &&
          clockMs > 0 &&
          doneMs > 0
        )
          engine.stop()
      }, 5)
      await engine.run()
      clearInterval(stopping)
      await link.close()
    }, 300_000)
    afterAll(async () => {
      days.remove()
      await kafka.stop()
    })

    const specOf = (id: string): SubTopology => {
      const spec = topology.subTopologies.find((one) => one.id === id)
      if (spec === undefined) throw new Error(`no ${id}`)
      return spec
    }
    /** The committed state of a task, by place. */
    const stateOf = async (
      id: string,
      partition: number,
    ): Promise<ReadonlyMap<string, unknown>> => {
      const link = await chain.link()
      const log = await link.takeOver(id, partition)
      const state = new Map(
        [...(log.restore()?.state ?? [])].map((entry) => [
          placeOf(entry),
          decodeState(entry.bytes),
        ]),
      )
      await log.close()
      await link.close()
      return state
    }
    const placeOf = ({ store, key, slot }: StoreEntry): string => JSON.stringify([store, key, slot])
    /** Where two states differ. What V8 makes of equal values need not be the same bytes: it tells what is one object. */
    const differences = (
      a: ReadonlyMap<string, unknown>,
      b: ReadonlyMap<string, unknown>,
    ): string[] =>
      [...new Set([...a.keys(), ...b.keys()])].filter(
        (place) => !isDeepStrictEqual(a.get(place), b.get(place)),
      )
    const rebuild = async (operator: string, fromMs?: number) => {
      const id = ownerOf(operator, describeTopology(topology))
      const link = await chain.link()
      const spec = specOf(id)
      const tasks = spec.partitioning === 'key' ? partitions : 1
      for (let partition = 0; partition < tasks; partition++)
        await rebuildOperator({
          link,
          spec,
          partition,
          operator,
          fromMs,
          onProgress: () => undefined,
        })
      await link.close()
    }

    test('gives every operator the state that it has, wherever its task was stopped', async () => {
      for (const { id, stores } of describeTopology(topology)) {
        for (const store of stores) {
          const operator = store.split('.').at(-2) as string
          const before = await stateOf(id, 0)
          await rebuild(operator)
          expect(before.size).toBeGreaterThan(5)
          expect(differences(await stateOf(id, 0), before), operator).toEqual([])
        }
      }
    })

    test('brings back what was lost, leaves all else alone, and the history goes on as if nothing had been', async () => {
      const link = await chain.link()
      const log = await link.takeOver('market', 0)
      const saved = log.restore()
      const state = [...(saved?.state ?? [])]
      const lost = state.filter(({ store }) => store.startsWith('market.judge.'))
      expect(lost.length).toBeGreaterThan(0)
      const changes = lost.map(
        ({ store, key, slot }): StoreChange => ({ store, key, slot, bytes: null }),
      )
      await log.commit({ changes, position: saved?.position })
      await log.close()
      await link.close()
      await rebuild('judge')
      const expected = digestsOf(await runChain({ source: await sourceOf(days.paths), partitions }))
      await chain.run(await sourceOf(days.paths))
      expect(await chain.digests()).toEqual(expected)
    })

    test('from a time on, an operator knows what came since', async () => {
      const spec = specOf('market')
      const before = await stateOf('market', 0)
      const link = await chain.link()
      const fromMs = Date.UTC(2025, 4, 6)
      const rebuilt = await rebuildOperator({
        link,
        spec,
        partition: 0,
        operator: 'features',
        fromMs,
        onProgress: () => undefined,
      })
      await link.close()
      expect(rebuilt?.now).toBeGreaterThan(0)
      const after = await stateOf('market', 0)
      const places = differences(after, before)
      expect(places.length).toBeGreaterThan(0)
      expect(places.filter((place) => !place.includes('market.features.'))).toEqual([])
    })

    test('names the operators there are', () => {
      expect(() => ownerOf('nobody', describeTopology(topology))).toThrow(
        /there is no operator 'nobody' with a state; there are validate-trades, base-candles, /,
      )
    })
  },
)
