import { type TextEncoder, textDimensions } from './text-encoder.ts'

/**
 * Hashed word features: each word and each pair of neighbouring words of a phrase adds the root of
 * its count, with a sign of its own, to one of the dimensions (feature hashing: Weinberger et al.,
 * ICML 2009). It knows which words two texts share and nothing of what they mean; it is no language
 * model and does not pretend to be one. Only + − × ÷ and the root, so the same on every machine.
 */
export const builtInEncoder: TextEncoder = { name: 'built-in-1', encode }

function encode(text: string): Float32Array {
  const sums = new Float64Array(textDimensions)
  for (const [feature, count] of countFeatures(text)) {
    const hash = hashOf(feature)
    // One bit is the sign, so that features which meet in a dimension cancel out as often as they add up.
    const sign = (hash & 1) === 0 ? 1 : -1
    const at = (hash >>> 1) % textDimensions
    sums[at] = (sums[at] ?? 0) + sign * Math.sqrt(count)
  }
  let square = 0
  for (const sum of sums) square += sum * sum
  const length = Math.sqrt(square)
  return length === 0
    ? new Float32Array(textDimensions)
    : Float32Array.from(sums, (sum) => sum / length)
}

function countFeatures(text: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  const add = (feature: string): void => {
    counts.set(feature, (counts.get(feature) ?? 0) + 1)
  }
  for (const phrase of text.toLowerCase().split(/[,.;\n]/)) {
    let before: string | undefined
    for (const word of phrase.match(/[\p{L}\p{N}]+/gu) ?? []) {
      add(word)
      if (before !== undefined) add(`${before} ${word}`)
      before = word
    }
  }
  return counts
}

/** FNV-1a over UTF-16 units, then MurmurHash3's finish, for FNV's lowest bits are weak. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at++) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}
