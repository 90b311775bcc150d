import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { deadLetters } from '../../engine/core/dead-letter.ts'
import type { Source } from '../../engine/core/source.ts'
import { IngestRunner } from '../../engine/log/kafka/ingest-runner.ts'
import { sendCommands } from '../../engine/log/kafka/sent-commands.ts'
import { recordsOf } from '../../engine/log/records-of.ts'
import type { Control } from '../../schemas/contracts.generated.ts'
import { topics } from '../../schemas/topics.ts'
import { chainTopology } from '../replay/chain.ts'
import { haveKafka, startKafka, type TestKafka, whyNotKafka } from './broker.ts'
import { ChainOnKafka, listedIds } from './chain-on-kafka.ts'

const startMs = Date.UTC(2026, 0, 1)

/** A source whose clock stands where it began. */
const silent: Source = {
  id: 'silent',
  kind: 'test',
  streams: 1,
  topics: [topics.ticks, topics.klines, topics.context],
  bounded: false,
  async *read() {
    yield [{ kind: 'beat', clockMs: startMs }]
    await new Promise(() => undefined)
  },
}

describe.skipIf(!haveKafka)(`commands by a topic${whyNotKafka}`, () => {
  let kafka: TestKafka
  let chain: ChainOnKafka
  beforeAll(async () => {
    kafka = await startKafka()
    chain = new ChainOnKafka(kafka.brokers, chainTopology(), 2)
    await chain.createTopics()
  }, 300_000)
  afterAll(() => kafka.stop())

  const send = (...ids: readonly string[]): Promise<void> => {
    const records = ids.map((id) => {
      const value: Control = { id, command: 'halt', arguments: '{}', who: 'test', why: id }
      return { topic: topics.control, key: 'control', value }
    })
    return sendCommands(chain.client, chain.names, listedIds(chain.topology.topics), records)
  }
  const taken = async (): Promise<readonly string[]> =>
    [...recordsOf(await chain.readBack([topics.control]), topics.control)].map(
      ({ value }) => value.id,
    )

  /** An ingest that runs until so many commands were taken in all, and then loses its producer or is stopped. */
  const ingestUntil = async (count: number, how: 'is stopped' | 'is fenced'): Promise<void> => {
    const link = await chain.link()
    const options = {
      link,
      source: silent,
      ingest: {
        heartbeatMs: 60_000,
        heartbeatGraceMs: 2_001,
        closingMs: 0,
        aheadMaxMs: 5_000,
        jumpMaxMs: 5_000,
      },
      commandTopics: [topics.control],
      batch: 100,
      commitEvents: 100,
      commitMs: 50,
      deadlineBehind: () => Number.POSITIVE_INFINITY,
    }
    const runner = await IngestRunner.start(options)
    const running = runner.run()
    await expect.poll(async () => (await taken()).length, { timeout: 20_000 }).toBe(count)
    if (how === 'is fenced') {
      const heir = await link.takeOver('ingest', 0)
      await send('to the one that was fenced')
      await expect(running).rejects.toThrow('another process has the task')
      await heir.close()
    } else {
      runner.stop()
      await running
    }
    await link.close()
  }

  test('are taken once, in their order, by whatever ingest runs, also when they were sent while none did', async () => {
    await send('a', 'b')
    await ingestUntil(2, 'is fenced')
    await send('c')
    await ingestUntil(4, 'is stopped')
    await ingestUntil(4, 'is stopped')
    expect(await taken()).toEqual(['a', 'b', 'to the one that was fenced', 'c'])
  })

  test('what is none is a dead letter that holds its bytes, and those behind it are taken', async () => {
    const producer = chain.client.producer()
    await producer.connect()
    const messages = [
      { key: 'k', value: 'text', headers: { topic: 'control' } },
      { key: 'k', value: null, headers: { topic: 'control' } },
      { key: 'k', value: 'text', headers: { topic: 'signals' } },
    ]
    await producer.send({ topic: chain.names.commands, messages })
    await producer.disconnect()
    await send('behind')
    await ingestUntil(5, 'is stopped')
    const letters = [...recordsOf(await chain.readBack([deadLetters]), deadLetters)]
    expect(
      letters.map(({ value }) => [
        value.rule,
        value.reason.split(':').at(-1),
        String(value.payload),
      ]),
    ).toEqual([
      ['command', ' record 4 is not in the Confluent wire format', 'text'],
      ['command', 'it has no key, or no value', ''],
      ['command', "it is for topic 'signals', which takes no commands", 'text'],
    ])
  })
})
