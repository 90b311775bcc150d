import { expect, test } from 'vitest'
import { heartbeat } from '../core/message.ts'
import { numberTopic } from '../testing/listed-source.ts'
import { MemoryLog } from './memory.ts'
import { type ReadSoFar, recordsOf } from './records-of.ts'

const numbers = numberTopic('numbers')
const valuesOf = (log: MemoryLog, soFar?: ReadSoFar) =>
  [...recordsOf(log, numbers, soFar)].map(({ value }) => value)

function logOf(count: number): MemoryLog {
  const log = new MemoryLog({ topics: [numbers], partitions: 2 })
  for (let n = 0; n < count; n++) {
    log.append(numbers, n % 2, { key: 'k', value: n, timeMs: n })
    log.append(numbers, n % 2, heartbeat(n))
  }
  return log
}

test('records are read partition by partition, without heartbeats', () => {
  expect(valuesOf(logOf(5))).toEqual([0, 2, 4, 1, 3])
})

test('a reading goes on where the one before it ended', () => {
  const log = logOf(5)
  const soFar: ReadSoFar = new Map()
  expect(valuesOf(log, soFar)).toEqual([0, 2, 4, 1, 3])
  expect(valuesOf(log, soFar)).toEqual([])
  log.append(numbers, 1, { key: 'k', value: 5, timeMs: 5 })
  expect(valuesOf(log, soFar)).toEqual([5])
  expect(valuesOf(log)).toEqual([0, 2, 4, 1, 3, 5])
})
