/**
 * How long a topic is kept: an age in source-clock time, for ever, or not at all: then it is never
 * written and joins only pipelines that are fused into one sub-topology.
 */
export type Retention = { readonly ms: number } | 'forever' | 'none'

/** A topic's contract. `T` is what its Avro schema describes. */
export interface Topic<T> {
  readonly name: string
  /** Self-contained Avro schema of the value. */
  readonly schema: unknown
  /** `key`: partitioned by the record's key; `global`: one partition. */
  readonly partitioning: 'key' | 'global'
  readonly retention: Retention
  /** Whether its digest belongs to the determinism contract. */
  readonly digested: boolean
  /** Carries the value's type; never set. */
  readonly value?: T
}

export function partitionsOf(topic: Topic<unknown>, partitions: number): number {
  return topic.partitioning === 'global' ? 1 : partitions
}

/** Kafka's default partitioner (murmur2 of the key's UTF-8 bytes, KIP-480), so that other clients agree. */
export function partitionOf(key: string, partitions: number): number {
  if (partitions === 1) return 0
  let hash = hashes.get(key)
  if (hash === undefined) {
    // Keys are symbols and the like: few. A flood of them must not fill the memory.
    if (hashes.size >= hashesMax) hashes.clear()
    hash = murmur2(Buffer.from(key)) & 0x7fffffff
    hashes.set(key, hash)
  }
  return hash % partitions
}

const hashes = new Map<string, number>()
const hashesMax = 100_000

function murmur2(data: Uint8Array): number {
  const m = 0x5bd1e995
  let hash = 0x9747b28c ^ data.length
  const words = data.length >> 2
  for (let word = 0; word < words; word++) {
    const at = word * 4
    let k =
      (data[at] ?? 0) |
      ((data[at + 1] ?? 0) << 8) |
      ((data[at + 2] ?? 0) << 16) |
      ((data[at + 3] ?? 0) << 24)
    k = Math.imul(k, m)
    k ^= k >>> 24
    k = Math.imul(k, m)
    hash = Math.imul(hash, m) ^ k
  }
  const tail = words * 4
  const rest = data.length & 3
  if (rest === 3) hash ^= (data[tail + 2] ?? 0) << 16
  if (rest >= 2) hash ^= (data[tail + 1] ?? 0) << 8
  if (rest >= 1) {
    hash ^= data[tail] ?? 0
    hash = Math.imul(hash, m)
  }
  hash ^= hash >>> 13
  hash = Math.imul(hash, m)
  return hash ^ (hash >>> 15)
}
