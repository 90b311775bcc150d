import { describe, expect, test } from 'vitest'
import { apisWithoutCommonVersion, usedApis, type VersionRange } from './api-versions.ts'
import { correctedKafkajs, withoutAborted } from './corrections.ts'

type Message = Parameters<typeof withoutAborted>[0]['messages'][number]

const data = (offset: number, producerId: string, more: Partial<Message> = {}): Message => ({
  offset: String(offset),
  key: Buffer.from('k'),
  batchContext: { producerId, inTransaction: true },
  ...more,
})
const ends = (offset: number, producerId: string, type: 'abort' | 'commit'): Message =>
  data(offset, producerId, {
    key: Buffer.from([0, 0, 0, type === 'abort' ? 0 : 1]),
    isControlRecord: true,
  })
const visible = (
  messages: readonly Message[],
  aborted: readonly (readonly [string, number])[],
): string[] =>
  withoutAborted({
    messages,
    abortedTransactions: aborted.map(([producerId, first]) => ({
      producerId,
      firstOffset: String(first),
    })),
  })
    .filter(({ isControlRecord }) => isControlRecord !== true)
    .map(({ offset, batchContext }) => `${offset}${batchContext.producerId}`)

describe('the corrected filter of aborted records', () => {
  test('knows two that began before the fetch', () => {
    const messages = [data(10, 'Q'), data(11, 'P'), ends(12, 'P', 'abort'), ends(13, 'Q', 'abort')]
    expect(
      visible(messages, [
        ['P', 3],
        ['Q', 5],
      ]),
    ).toEqual([])
  })

  test('takes the list in any order, as the broker tells it by end', () => {
    const messages = [data(10, 'P'), ends(11, 'P', 'abort'), data(20, 'Q'), ends(21, 'Q', 'abort')]
    expect(
      visible(messages, [
        ['Q', 20],
        ['P', 10],
      ]),
    ).toEqual([])
  })

  test('does not take a key of four zero bytes for a marker', () => {
    const zero = data(10, 'P', { key: Buffer.alloc(4) })
    expect(visible([zero, data(11, 'P'), ends(12, 'P', 'abort')], [['P', 10]])).toEqual([])
  })

  test('shows what the same producer committed before and after, and what others wrote between', () => {
    const messages = [
      data(1, 'P'),
      ends(2, 'P', 'commit'),
      data(3, 'P'),
      data(4, 'R'),
      data(5, 'S', { batchContext: { producerId: 'P', inTransaction: false } }),
      ends(6, 'P', 'abort'),
      ends(7, 'R', 'commit'),
      data(8, 'P'),
    ]
    expect(visible(messages, [['P', 3]])).toEqual(['1P', '4R', '5P', '8P'])
    expect(visible(messages, [])).toHaveLength(5)
  })

  test('compares offsets as the large numbers that they are', () => {
    const first = '9007199254740993'
    const messages = [data(0, 'P', { offset: '9007199254740992' }), data(0, 'P', { offset: first })]
    const left = withoutAborted({
      messages,
      abortedTransactions: [{ producerId: 'P', firstOffset: first }],
    })
    expect(left.map(({ offset }) => offset)).toEqual(['9007199254740992'])
  })
})

describe("the check of a broker's API versions", () => {
  const all = (range: VersionRange | undefined) =>
    Object.fromEntries(usedApis.map((api) => [api, range])) as Parameters<
      typeof apisWithoutCommonVersion
    >[1]
  const client = all({ min: 1, max: 4 }) as Parameters<typeof apisWithoutCommonVersion>[0]

  test('finds nothing where the newest common version is spoken by both', () => {
    expect(apisWithoutCommonVersion(client, all({ min: 0, max: 9 }))).toEqual([])
    expect(apisWithoutCommonVersion(client, all({ min: 4, max: 9 }))).toEqual([])
    expect(apisWithoutCommonVersion(client, all({ min: 0, max: 1 }))).toEqual([])
  })

  test('names what the broker has dropped, has not yet, or never had', () => {
    const broker = {
      ...all({ min: 1, max: 4 }),
      DeleteTopics: { min: 5, max: 6 },
      EndTxn: { min: 0, max: 0 },
      InitProducerId: undefined,
    }
    expect(apisWithoutCommonVersion(client, broker)).toEqual([
      'DeleteTopics (client 1 to 4, broker 5 to 6)',
      'InitProducerId (client 1 to 4, broker none)',
      'EndTxn (client 1 to 4, broker 0 to 0)',
    ])
  })
})

test('10: kafkajs is the version that the corrections are for, of the shape they rest on', () => {
  expect(correctedKafkajs()).toHaveProperty('Kafka')
})
