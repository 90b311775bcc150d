const rounds = 15

/**
 * The generator sfc32 (Chris Doty-Humphrey, PractRand), on three words of seed. Small, fast, the
 * same everywhere. Setting it to (seed, stream, counter) gives each minute its own numbers, so
 * that any minute can be made again without those before it.
 */
export class Sfc32 {
  #a = 0
  #b = 0
  #c = 0
  #counter = 1

  constructor(seed = 0, stream = 0, index = 0) {
    this.set(seed, stream, index)
  }

  set(seed: number, stream: number, index: number): void {
    this.#a = seed | 0
    this.#b = stream | 0
    this.#c = index | 0
    this.#counter = 1
    for (let round = 0; round < rounds; round++) this.word()
  }

  /** The next 32 bits, as an unsigned integer. */
  word(): number {
    const result = (this.#a + this.#b + this.#counter) | 0
    this.#counter = (this.#counter + 1) | 0
    this.#a = this.#b ^ (this.#b >>> 9)
    this.#b = (this.#c + (this.#c << 3)) | 0
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + result) | 0
    return result >>> 0
  }

  /** A number in the open interval (0, 1): never 0, so that its logarithm exists. */
  uniform(): number {
    return (this.word() + 0.5) / 4_294_967_296
  }
}

/** A text as 32 bits (FNV-1a), to give each symbol a stream of its own. */
export function streamOf(text: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at++) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  }
  return hash >>> 0
}
