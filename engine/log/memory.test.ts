import { expect, test } from 'vitest'
import { TaskCorruptedError } from '../core/errors.ts'
import { numberTopic } from '../testing/listed-source.ts'
import { MemoryLog } from './memory.ts'
import { describeEmbeddedLog } from './testing/embedded-contract.ts'
import { numbers, record } from './testing/sample-records.ts'

for (const roundtrip of [false, true]) {
  describeEmbeddedLog(roundtrip ? 'memory (roundtrip)' : 'memory', {
    place: () => ({
      open: (topics, partitions) =>
        new MemoryLog({ topics, partitions, roundtrip, run: 'the run' }),
      remove: () => undefined,
    }),
    encodes: roundtrip,
    durable: false,
  })
}

test('a memory log that forgets lets go of what every reader has read, but of no digested topic', () => {
  const scratch = numberTopic('scratch', { digested: false })
  const log = new MemoryLog({ topics: [numbers, scratch], partitions: 1, forgetRead: true })
  for (let n = 0; n < 20_000; n++) {
    log.append(numbers, 0, record(n))
    log.append(scratch, 0, record(n))
  }
  log.trim(0, () => 20_000)
  expect(log.start(scratch, 0)).toBe(0)
  log.commit([])
  log.trim(0, () => 9_000)
  expect(log.start(numbers, 0)).toBe(0)
  expect(log.start(scratch, 0)).toBeGreaterThan(4_000)
  expect(log.read(scratch, 0, 9_000, 1)).toEqual([record(9_000)])
  expect(() => log.read(scratch, 0, 0, 1)).toThrow(TaskCorruptedError)
})
