import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { graphFile } from './model-folder.ts'
import { type ModelSpec, tokenizerFile } from './model-spec.ts'
import { fromFolder, placeModel } from './place-model.ts'
import { type Encoded, SentenceEncoder } from './sentence-encoder.ts'
import { plainSentence } from './testing/plain-encoder.ts'
import { type TinyTensors, tinyTensors } from './testing/tiny-encoder.ts'
import { newFolder, tinyFiles, writeFiles } from './testing/tiny-model.ts'

const undo: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step()
})

interface Made {
  readonly tensors?: TinyTensors
  readonly spec?: Partial<ModelSpec>
  readonly timeoutMs?: number
}

async function make({ tensors = tinyTensors(), spec, timeoutMs }: Made = {}) {
  const { folder, remove } = newFolder()
  undo.push(remove)
  const files = tinyFiles(tensors, spec)
  const source = join(folder, 'source')
  writeFiles(source, files)
  const placed = join(folder, 'placed')
  await placeModel(placed, files.spec, fromFolder(source, files.spec))
  const limit = timeoutMs === undefined ? {} : { timeoutMs }
  const encoder = new SentenceEncoder({ spec: files.spec, folder: placed, ...limit })
  undo.push(() => encoder.close())
  return { encoder, placed, tensors }
}

function vectorOf(encoded: Encoded): readonly number[] {
  if ('failure' in encoded) throw new Error(encoded.failure)
  return [...encoded.vector]
}

function expectNear(found: readonly number[], expected: readonly number[]): void {
  expect(found).toHaveLength(expected.length)
  found.forEach((value, at) => {
    expect(value).toBeCloseTo(expected[at] ?? Number.NaN, 5)
  })
}

describe('a sentence encoder', () => {
  test('gives the vector of a text, the same each time and from a new thread', async () => {
    const { encoder, tensors } = await make()
    const one = vectorOf(await encoder.encode('strong up'))
    expectNear(one, plainSentence(tensors, [2, 4, 6, 3]))
    expect(vectorOf(await encoder.encode('strong up'))).toEqual(one)
    await encoder.close()
    expect(vectorOf(await encoder.encode('strong up'))).toEqual(one)
  })

  test('answers many texts that are asked at once, each with its own vector', async () => {
    const { encoder, tensors } = await make()
    const texts = [
      ['up', [2, 6, 3]],
      ['down down', [2, 8, 8, 3]],
      ['low, low', [2, 10, 12, 10, 3]],
    ] as const
    const answers = await Promise.all(texts.map(([text]) => encoder.encode(text)))
    answers.forEach((answer, at) => {
      expectNear(vectorOf(answer), plainSentence(tensors, texts[at]?.[1] ?? []))
    })
  })

  test('is ready where its model is whole', async () => {
    const { encoder } = await make()
    await expect(encoder.assertReady()).resolves.toBeUndefined()
  })
})

describe('what goes wrong is said, and nothing is thrown', () => {
  test('numbers that are not finite', async () => {
    const tensors = tinyTensors()
    tensors.get('encoder.layer.1.output.dense.bias')?.values.fill(Number.NaN)
    const { encoder } = await make({ tensors })
    expect(await encoder.encode('up')).toEqual({
      failure: 'the model gave numbers that are not finite',
    })
    await expect(encoder.assertReady()).rejects.toThrow('does not work: the model gave numbers')
  })

  test('another size than the spec says', async () => {
    const { encoder } = await make({ spec: { dimensions: 384 } })
    expect(await encoder.encode('up')).toEqual({
      failure: 'the model gave 32 numbers instead of 384',
    })
  })

  test('more tokens than the model has places for; the next text has its vector', async () => {
    const { encoder } = await make({ spec: { tokensMax: 17 } })
    const long = await encoder.encode('up '.repeat(20))
    expect('failure' in long && long.failure).toMatch(/Add/)
    expect(vectorOf(await encoder.encode('up'))).toHaveLength(32)
  })

  test('a graph that is none', async () => {
    const { encoder, placed } = await make()
    writeFileSync(join(placed, graphFile), 'no graph')
    const answer = await encoder.encode('up')
    expect('failure' in answer && answer.failure).toMatch(/model\.onnx/)
  })

  test('a tokenizer that is gone, for each text anew until it is back', async () => {
    const { encoder, placed } = await make()
    rmSync(join(placed, tokenizerFile))
    for (const text of ['up', 'down']) {
      const answer = await encoder.encode(text)
      expect('failure' in answer && answer.failure).toContain(tokenizerFile)
    }
    await expect(encoder.assertReady()).rejects.toThrow(`has no ${tokenizerFile}`)
  })

  test('a model that is too slow, and the next text is asked of a new thread', async () => {
    const { encoder } = await make({ timeoutMs: 1 })
    const slow = await Promise.all(['up', 'down'].map((text) => encoder.encode(text)))
    expect(slow).toEqual([
      { failure: 'the model took longer than 1 ms' },
      { failure: 'the model took longer than 1 ms' },
    ])
    expect(await encoder.encode('up')).toEqual({ failure: 'the model took longer than 1 ms' })
  })

  test('an encoder that is closed while it is asked', async () => {
    const { encoder } = await make()
    const asked = encoder.encode('up')
    await encoder.close()
    expect(await asked).toEqual({ failure: 'the model was closed' })
  })
})
