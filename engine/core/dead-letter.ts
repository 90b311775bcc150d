import type { Message } from './message.ts'
import type { Topic } from './topic.ts'

/** A record that could not be decoded or processed. Never lost: it holds what is needed to try again. */
export interface DeadLetter {
  /** Where the record, or the one that led to it, was read: a topic or a source. */
  readonly topic: string
  readonly partition: number
  readonly offset: number
  /** The operator that refused it, or the place of the edge. */
  readonly operator: string
  /** The rule's name, or `error`. */
  readonly rule: string
  readonly reason: string
  readonly key: string
  /** How `payload` is to be read. */
  readonly encoding: 'json' | 'raw'
  readonly payload: Buffer
}

const dayMs = 86_400_000

export const deadLetters: Topic<DeadLetter> = {
  name: 'dead-letters',
  partitioning: 'key',
  retention: { ms: 365 * dayMs },
  digested: false,
  schema: {
    type: 'record',
    name: 'DeadLetter',
    namespace: 'alphapulse.engine',
    fields: [
      { name: 'topic', type: 'string' },
      { name: 'partition', type: 'int' },
      { name: 'offset', type: 'long' },
      { name: 'operator', type: 'string' },
      { name: 'rule', type: 'string' },
      { name: 'reason', type: 'string' },
      { name: 'key', type: 'string' },
      {
        name: 'encoding',
        type: { type: 'enum', name: 'PayloadEncoding', symbols: ['json', 'raw'] },
      },
      { name: 'payload', type: 'bytes' },
    ],
  },
}

/** Where in the log the record stood from which a graph's present work came. */
export interface Origin {
  topic: string
  partition: number
  offset: number
}

export function deadLetter(
  origin: Origin,
  operator: string,
  rule: string,
  reason: string,
  message: Message<unknown>,
): DeadLetter {
  return {
    topic: origin.topic,
    partition: origin.partition,
    offset: origin.offset,
    operator,
    rule,
    reason,
    key: message.key,
    encoding: 'json',
    payload: Buffer.from(jsonOf(message.value)),
  }
}

/** Whatever a value is, burying it must not fail: what JSON cannot say is told in words. */
export function jsonOf(value: unknown): string {
  try {
    return (
      JSON.stringify(value, (_, part: unknown) => (isSayable(part) ? part : String(part))) ?? 'null'
    )
  } catch (error) {
    return JSON.stringify({ unsayable: String(error) })
  }
}

function isSayable(part: unknown): boolean {
  return typeof part === 'number' ? Number.isFinite(part) : typeof part !== 'bigint'
}
