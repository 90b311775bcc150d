import { createHash } from 'node:crypto'
import type { LogRecord } from '../core/message.ts'
import type { Topic } from '../core/topic.ts'
import { codecOf } from './avro-codec.ts'
import type { Log } from './log.ts'
import { recordsOf } from './records-of.ts'

/** The count of a topic's records and Σ SHA-256(key, message time, Avro body) mod 2^256: blind to order and partitions, not to duplicates. */
export interface Digest {
  readonly topic: string
  readonly records: number
  readonly digest: string
}

const lanes = 8

export class DigestSum {
  records = 0
  private readonly sums = new Float64Array(lanes)

  add(topic: Topic<unknown>, record: LogRecord): void {
    if (record.key === null) return
    const key = Buffer.from(record.key)
    const head = Buffer.allocUnsafe(12)
    head.writeInt32BE(key.length, 0)
    head.writeDoubleBE(record.timeMs, 4)
    this.addHash(
      createHash('sha256')
        .update(head)
        .update(key)
        .update(codecOf(topic).encodeBody(record.value))
        .digest(),
    )
  }

  addHash(hash: Buffer): void {
    for (let lane = 0; lane < lanes; lane++) {
      this.sums[lane] = (this.sums[lane] ?? 0) + hash.readUInt32BE(lane * 4)
    }
    this.records++
    // A lane holds 2^21 hashes before a double could lose a bit.
    if (this.records % (1 << 20) === 0) this.carry()
  }

  hex(): string {
    this.carry()
    return [...this.sums].map((lane) => lane.toString(16).padStart(8, '0')).join('')
  }

  private carry(): void {
    let over = 0
    for (let lane = lanes - 1; lane >= 0; lane--) {
      const sum = (this.sums[lane] ?? 0) + over
      over = Math.floor(sum / 2 ** 32)
      this.sums[lane] = sum - over * 2 ** 32
    }
  }
}

export function digestOf(log: Log, topic: Topic<unknown>): Digest {
  const sum = new DigestSum()
  for (const record of recordsOf(log, topic)) sum.add(topic, record)
  return { topic: topic.name, records: sum.records, digest: sum.hex() }
}
