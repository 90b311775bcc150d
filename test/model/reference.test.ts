import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { miniLm } from '../../connectors/minilm/model-spec.ts'
import { type Encoded, SentenceEncoder } from '../../connectors/minilm/sentence-encoder.ts'
import { cosineDistance, dot } from '../../operators/memory/distance.ts'
import { nearestOf } from '../../operators/memory/nearest.ts'
import { textDimensions } from '../../operators/memory/text-encoder.ts'
import { onGrid } from '../../operators/memory/vector-grid.ts'
import { realModel } from './real-model.ts'

const { folder = '', missing } = await realModel()

interface Reference {
  readonly tokens_max: number
  readonly texts: readonly { readonly text: string; readonly vector: string }[]
}

/** Made by reference.py with the Python library. */
const reference = JSON.parse(
  readFileSync(new URL('reference.json', import.meta.url), 'utf8'),
) as Reference

function vectorOf(base64: string): Float32Array {
  const bytes = Buffer.from(base64, 'base64')
  return Float32Array.from({ length: bytes.length / 2 }, (_, at) => {
    return bytes.readInt16LE(2 * at) / 32_767
  })
}

function cosine(a: Float32Array, b: Float32Array): number {
  const product = (one: Float32Array, other: Float32Array): number =>
    dot(one, 0, other, 0, textDimensions)
  return product(a, b) / Math.sqrt(product(a, a) * product(b, b))
}

const none = new Float32Array(textDimensions)

function given(encoded: Encoded): Float32Array {
  if ('failure' in encoded) throw new Error(encoded.failure)
  return encoded.vector
}

describe.skipIf(missing !== undefined)(
  `MiniLM beside the Python library${missing === undefined ? '' : ` (skipped: ${missing})`}`,
  () => {
    const expected = reference.texts.map(({ vector }) => vectorOf(vector))
    let encoder: SentenceEncoder
    let found: readonly Float32Array[]
    beforeAll(async () => {
      encoder = new SentenceEncoder({ spec: miniLm, folder, timeoutMs: 60_000 })
      await encoder.assertReady()
      found = (await Promise.all(reference.texts.map(({ text }) => encoder.encode(text)))).map(
        given,
      )
    })
    afterAll(() => encoder.close())

    test('has the same vectors of 200 texts', () => {
      expect(found).toHaveLength(200)
      expect(reference.tokens_max).toBe(miniLm.tokensMax)
      found.forEach((vector, at) => {
        const { text } = reference.texts[at] ?? { text: '' }
        const alike = cosine(vector, expected[at] ?? vector)
        expect(alike, JSON.stringify(text.slice(0, 80))).toBeGreaterThan(0.999_999_9)
        expect(cosine(onGrid(vector), vector), 'on the grid').toBeGreaterThan(0.999_99)
      })
    })

    test('has the same nearest texts, in their order; on the grid up to those that are as near', () => {
      const distance = (vectors: readonly Float32Array[], at: number, other: number): number =>
        cosineDistance(cosine(vectors[at] ?? none, vectors[other] ?? none), 1, 1)
      const nearest = (vectors: readonly Float32Array[], at: number): readonly number[] =>
        nearestOf(vectors.length, 5, (other) => distance(vectors, at, other)).map((one) => one.at)
      const rounded = found.map(onGrid)
      for (let at = 0; at < found.length; at++) {
        const theirs = nearest(expected, at)
        expect(nearest(found, at), `of ${at}`).toEqual(theirs)
        nearest(rounded, at).forEach((other, place) => {
          const apart = distance(expected, at, other) - distance(expected, at, theirs[place] ?? at)
          expect(Math.abs(apart), `of ${at} on the grid`).toBeLessThan(1e-4)
        })
      }
    })

    test('has the same bits each time', async () => {
      for (const at of [0, 50, 199])
        expect(given(await encoder.encode(reference.texts[at]?.text ?? ''))).toEqual(found[at])
    })

    test('finds what means nearly the same nearer than what means the opposite', async () => {
      const [rising, climbing, falling] = (
        await Promise.all(
          [
            'strong uptrend, the market rises',
            'prices are climbing fast',
            'prices are falling fast',
          ].map((text) => encoder.encode(text)),
        )
      ).map(given) as [Float32Array, Float32Array, Float32Array]
      expect(cosine(rising, climbing)).toBeGreaterThan(cosine(rising, falling))
    })
  },
)
