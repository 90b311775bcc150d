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
import { digestsByLibrdkafka, librdkafka } from './digests-by-librdkafka.ts'

describe.skipIf(!haveKafka || !haveData)(`the chain over Kafka${whyNotKafka}${whereAbsent}`, () => {
  let kafka: TestKafka
  let day: ReturnType<typeof firstRows>
  beforeAll(async () => {
    kafka = await startKafka()
    day = firstRows(monthFiles, rowsPerDay)
  }, 300_000)
  afterAll(async () => {
    day.remove()
    await kafka.stop()
  })

  test('tells the first day as the memory log does, in its digests', async ({ annotate }) => {
    const expected = digestsOf(await runChain({ source: await sourceOf(day.paths), partitions: 3 }))
    const chain = new ChainOnKafka(kafka.brokers, chainTopology(), 3)
    await chain.createTopics()
    const engine = await chain.run(await sourceOf(day.paths))
    expect(engine.restarts, chain.warnings.join('\n')).toBe(0)
    expect(await chain.digests()).toEqual(expected)
    const python = await librdkafka()
    if (python.path === undefined) await annotate(`not read by librdkafka: ${python.missing}`)
    else expect(await digestsByLibrdkafka(python.path, chain)).toEqual(expected)
  })

  test('tells the same when pipelines are cut out of it and read their topics back', async () => {
    const expected = digestsOf(await runChain({ source: await sourceOf(day.paths), partitions: 3 }))
    for (const cut of [['features'], ['head-votes']]) {
      const chain = new ChainOnKafka(kafka.brokers, chainTopology({}, cut), 3)
      await chain.createTopics()
      const engine = await chain.run(await sourceOf(day.paths))
      expect(engine.restarts, chain.warnings.join('\n')).toBe(0)
      expect(await chain.digests(), cut.join()).toEqual(expected)
    }
  })

  test('goes on by itself when the broker was killed in the middle of it, twice', async ({
    skip,
  }) => {
    const { cluster } = kafka
    if (cluster === undefined) {
      skip('the brokers belong to somebody else')
      return
    }
    const expected = digestsOf(await runChain({ source: await sourceOf(day.paths), partitions: 3 }))
    const chain = new ChainOnKafka(kafka.brokers, chainTopology(), 3)
    await chain.createTopics()
    const { engine, link } = await chain.engine(await sourceOf(day.paths))
    const running = engine.run()
    for (let kill = 0; kill < 2; kill++) {
      await sleep(1_500)
      await cluster.killNode(1)
      await cluster.startNode(1)
    }
    await running
    await link.close()
    expect(await chain.digests()).toEqual(expected)
  })
})
