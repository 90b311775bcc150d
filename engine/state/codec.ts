import { deserialize, serialize } from 'node:v8'

/**
 * State is kept as V8's structured clone: it keeps every plain value exactly (−0, NaN, typed
 * arrays, Map), which JSON and MessagePack do not. The same bytes on every log.
 */
export function encodeState(value: unknown): Buffer {
  return serialize(value)
}

/** From a copy: V8 makes typed arrays windows on the bytes it reads, and operators change theirs in place. */
export function decodeState(bytes: Uint8Array): unknown {
  return deserialize(new Uint8Array(bytes))
}
