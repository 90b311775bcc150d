import { DefaultDeserializer, deserialize, serialize } from 'node:v8'

/**
 * State is kept as V8's structured clone: it keeps every plain value exactly (−0, NaN, typed
 * arrays, Map), which JSON and MessagePack do not. The same bytes on every log.
 */
export function encodeState(value: unknown): Buffer {
  return serialize(value)
}

/**
 * From a copy: V8 makes typed arrays windows on the bytes it reads, and operators change theirs in place. The copy is
 * one of Node's pooled buffers: an array buffer of its own for each state kept the garbage collector busy.
 */
export function decodeState(bytes: Uint8Array): unknown {
  return deserialize(Buffer.from(bytes))
}

/** Values are decoded so many at a time. */
const togetherMax = 64

/** The same of many, each with what it was saved in: twice as fast, for V8's reader is made once for many of them. */
export function* decodeStates<T extends { readonly bytes: Uint8Array }>(
  all: Iterable<T>,
): Generator<readonly [T, unknown]> {
  let together: T[] = []
  for (const one of all) {
    together.push(one)
    if (together.length < togetherMax) continue
    yield* decodeTogether(together)
    together = []
  }
  yield* decodeTogether(together)
}

/**
 * V8 writes an object that it meets again in a value as this tag and its number among the objects read so far: read
 * after other values, the number would be another object's.
 */
const objectAgain = 0x5e

function* decodeTogether<T extends { readonly bytes: Uint8Array }>(
  together: readonly T[],
): Generator<readonly [T, unknown]> {
  // The byte may also be part of a text or a number: then it is only read slower.
  const alone = together.map(({ bytes }) => bytes.includes(objectAgain))
  const rest = together.filter((_, at) => alone[at] === false)
  const reader = new DefaultDeserializer(Buffer.concat(rest.map(({ bytes }) => bytes)))
  for (const [at, one] of together.entries()) {
    if (alone[at] === true) {
      yield [one, decodeState(one.bytes)]
      continue
    }
    reader.readHeader()
    yield [one, reader.readValue()]
  }
}
