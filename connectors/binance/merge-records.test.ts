import { expect, test } from 'vitest'
import type { Tick } from '../../schemas/contracts.generated.ts'
import type { SourceRecord } from '../files/source-record.ts'
import { mergeRecords } from './merge-records.ts'
import { tickRecord } from './testing/tick-record.ts'

async function* history(
  symbol: string,
  ...chunks: readonly (readonly number[])[]
): AsyncGenerator<readonly SourceRecord[]> {
  for (const ids of chunks) yield ids.map((id) => tickRecord(id, symbol))
}

test('histories come in the order of their times, however they are cut', async () => {
  const histories = [
    history('A', [1, 4], [], [5, 9]),
    history('B', [2], [3, 6, 7, 8]),
    history('C'),
  ]
  const merged: string[] = []
  for await (const chunk of mergeRecords(histories))
    merged.push(...chunk.map(({ key, value }) => `${key}${(value as Tick).trade_id}`))
  expect(merged).toEqual(['A1', 'B2', 'B3', 'A4', 'A5', 'B6', 'B7', 'B8', 'A9'])
})

test('what is left is given up when nobody wants more', async () => {
  let closed = false
  async function* endless(): AsyncGenerator<readonly SourceRecord[]> {
    try {
      for (let id = 0; ; id++) yield [tickRecord(id)]
    } finally {
      closed = true
    }
  }
  for await (const _ of mergeRecords([endless()])) break
  expect(closed).toBe(true)
})
