import { heartbeat, type LogRecord } from '../../core/message.ts'
import type { Topic } from '../../core/topic.ts'
import type { Log } from '../log.ts'

export interface Sample {
  readonly n: number
  readonly text: string
  readonly maybe: number | null
  readonly bytes: Buffer
}

const topicOf = <T>(name: string, schema: unknown, more: Partial<Topic<T>> = {}): Topic<T> => ({
  name,
  schema,
  partitioning: 'key',
  retention: 'forever',
  digested: true,
  ...more,
})

export const samples = topicOf<Sample>('samples', {
  type: 'record',
  name: 'Sample',
  fields: [
    { name: 'n', type: 'double' },
    { name: 'text', type: 'string' },
    { name: 'maybe', type: ['null', 'double'] },
    { name: 'bytes', type: 'bytes' },
  ],
})
export const numbers = topicOf<number>('numbers', 'double')
/** One partition, whatever the others have. */
export const orders = topicOf<number>('orders', 'double', { partitioning: 'global' })
export const fleeting = topicOf<number>('fleeting', 'double', { retention: 'none' })

export const sample = (n: number, more: Partial<Sample> = {}): Sample => ({
  n,
  text: `text ${n}`,
  maybe: null,
  bytes: Buffer.from([n % 256]),
  ...more,
})
export const record = (value: unknown, key: string | null = 'k', timeMs = 0): LogRecord =>
  key === null ? heartbeat(timeMs) : { key, value, timeMs }

export function readAll(
  log: Log,
  topic: Topic<unknown>,
  partition = 0,
  from?: number,
): LogRecord[] {
  const all: LogRecord[] = []
  for (let offset = from ?? log.start(topic, partition); ; ) {
    const records = log.read(topic, partition, offset, 1_000)
    if (records.length === 0) return all
    all.push(...records)
    offset += records.length
  }
}
