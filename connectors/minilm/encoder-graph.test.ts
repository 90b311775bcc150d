import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { InferenceSession, Tensor } from 'onnxruntime-node'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { tensorsOf } from '../onnx/safetensors.ts'
import { encoderGraph, sentenceName, tokensName } from './encoder-graph.ts'
import { plainSentence } from './testing/plain-encoder.ts'
import { safetensorsOf, type TinyTensors, tinyShape, tinyTensors } from './testing/tiny-encoder.ts'

const { heads, width } = tinyShape

function graphOf(tensors: TinyTensors, weights = 'model.safetensors'): Uint8Array {
  const file = safetensorsOf(tensors)
  return encoderGraph(tensorsOf(file, file.length), weights, { heads })
}

describe('the graph of a sentence encoder', () => {
  let folder: string
  let session: InferenceSession
  const tensors = tinyTensors()
  const sentencesOf = async (texts: readonly (readonly number[])[]): Promise<Float32Array> => {
    const numbers = BigInt64Array.from(texts.flat(), BigInt)
    const tokens = new Tensor('int64', numbers, [texts.length, texts[0]?.length ?? 0])
    const found = await session.run({ [tokensName]: tokens })
    return found[sentenceName]?.data as Float32Array
  }
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'alphapulse-encoder-'))
    writeFileSync(join(folder, 'model.safetensors'), safetensorsOf(tensors))
    writeFileSync(join(folder, 'model.onnx'), graphOf(tensors))
    session = await InferenceSession.create(join(folder, 'model.onnx'))
  })
  afterAll(async () => {
    await session.release()
    rmSync(folder, { recursive: true })
  })

  for (const tokens of [[2], [2, 4, 7, 3], [2, 8, 8, 39, 0, 1, 12, 11, 10, 3]]) {
    test(`gives the numbers of the same model in plain loops, for ${tokens.length} tokens`, async () => {
      const sentence = [...(await sentencesOf([tokens]))]
      const expected = plainSentence(tensors, tokens)
      expect(sentence).toHaveLength(width)
      sentence.forEach((value, at) => {
        expect(value).toBeCloseTo(expected[at] ?? Number.NaN, 5)
      })
    })
  }

  test('gives each text of a batch what it gets alone', async () => {
    const [one, other] = [
      [2, 4, 7, 3],
      [2, 9, 5, 3],
    ] as const
    const both = await sentencesOf([one, other])
    const alone = [...(await sentencesOf([one])), ...(await sentencesOf([other]))]
    both.forEach((value, at) => {
      expect(value).toBeCloseTo(alone[at] ?? Number.NaN, 5)
    })
  })

  test('is small, for the weights stay where they are', () => {
    expect(graphOf(tensors).length).toBeLessThan(25_000)
  })
})

describe('weights of something else are refused', () => {
  const without = (name: string): TinyTensors =>
    new Map([...tinyTensors()].filter(([other]) => !other.startsWith(name)))

  test('without words', () => {
    expect(() => graphOf(without('embeddings.word'))).toThrow(
      "the weights have no 'embeddings.word_embeddings.weight'",
    )
  })

  test('without layers', () => {
    expect(() => graphOf(without('encoder'))).toThrow('no encoder layer')
  })

  test('with half a layer', () => {
    expect(() => graphOf(without('encoder.layer.1.output'))).toThrow('encoder.layer.1.output.dense')
  })

  test('of a width that its heads cannot share', () => {
    const file = safetensorsOf(tinyTensors())
    expect(() => encoderGraph(tensorsOf(file, file.length), 'w', { heads: 5 })).toThrow('5 heads')
  })
})
