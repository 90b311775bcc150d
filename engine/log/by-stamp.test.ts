import { expect, test } from 'vitest'
import { heartbeat } from '../core/message.ts'
import { numberTopic } from '../testing/listed-source.ts'
import { newestStampMs, offsetsAt } from './by-stamp.ts'
import { MemoryLog } from './memory.ts'
import { recordsOf } from './records-of.ts'

const numbers = numberTopic('numbers')

function logOf(stamps: readonly number[]): MemoryLog {
  const log = new MemoryLog({ topics: [numbers], partitions: 2 })
  for (const timeMs of stamps) {
    log.append(numbers, timeMs % 2, { key: 'k', value: timeMs, timeMs })
    log.append(numbers, timeMs % 2, heartbeat(timeMs))
  }
  return log
}

test('reading from a time on gives every record stamped then or later, and no other', () => {
  const stamps = [1, 2, 3, 3, 3, 6, 8, 8, 11]
  const log = logOf(stamps)
  for (let timeMs = 0; timeMs <= 12; timeMs++) {
    const found = [...recordsOf(log, numbers, offsetsAt(log, numbers, timeMs))]
    expect(found.map(({ value }) => value).sort((a, b) => a - b)).toEqual(
      stamps.filter((stamp) => stamp >= timeMs),
    )
  }
})

test('the newest stamp is that of whichever partition is ahead, heartbeats counted', () => {
  expect(newestStampMs(logOf([1, 4, 3]), numbers)).toBe(4)
  const log = logOf([1, 4])
  log.append(numbers, 1, heartbeat(9))
  expect(newestStampMs(log, numbers)).toBe(9)
  expect(newestStampMs(logOf([]), numbers)).toBeUndefined()
})
