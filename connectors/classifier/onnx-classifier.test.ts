import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  OnnxClassifier,
  type OnnxClassifierOptions,
  type Probabilities,
} from './onnx-classifier.ts'
import { type LinearClassifier, linearClassifier } from './testing/linear-classifier.ts'

let folder: string
const opened: OnnxClassifier[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'classifier-'))
})
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close()
  rmSync(folder, { recursive: true })
})

const features = ['rsi_14', 'atr_14']
const twoByThree = [
  [0, 0, 1],
  [1, 0, 0],
]

function open(
  model: LinearClassifier | Uint8Array | undefined,
  beside?: object,
  more: Partial<OnnxClassifierOptions> = {},
): OnnxClassifier {
  const file = join(folder, 'mine.onnx')
  if (model instanceof Uint8Array) writeFileSync(file, model)
  else if (model !== undefined) writeFileSync(file, linearClassifier(model))
  if (beside !== undefined) writeFileSync(join(folder, 'mine.json'), JSON.stringify(beside))
  const classifier = new OnnxClassifier({ file, features, timeoutMs: 20_000, ...more })
  opened.push(classifier)
  return classifier
}

const failureOf = (found: Probabilities): string => ('failure' in found ? found.failure : 'none')

describe('a classifier', () => {
  test('gives the probabilities of its classes, and its version follows its file', async () => {
    const classifier = open({ weights: twoByThree })
    const found = await classifier.classify(Float32Array.from([Math.log(3), 0]))
    if ('failure' in found) throw new Error(found.failure)
    const [short, flat, long] = found.probabilities as [number, number, number]
    expect([short, flat, long].map((p) => Number(p.toFixed(6)))).toEqual([0.2, 0.2, 0.6])
    expect(classifier.classes).toEqual(['SHORT', 'FLAT', 'LONG'])
    expect(classifier.features).toEqual(features)
    expect(classifier.modelVersion).toMatch(/^mine-[0-9a-f]{8}$/)
    const other = open({ weights: [...twoByThree].reverse() })
    expect(other.modelVersion).not.toBe(classifier.modelVersion)
  })

  test('may take other features and have two classes, as the file beside it says', async () => {
    const classifier = open(
      { weights: [[0, 1]] },
      { features: ['atr_14'], classes: ['SHORT', 'LONG'] },
    )
    expect([classifier.features, classifier.classes]).toEqual([['atr_14'], ['SHORT', 'LONG']])
    const found = await classifier.classify(Float32Array.of(0))
    expect(found).toEqual({ probabilities: [0.5, 0.5] })
  })

  test('answers many questions in turn', async () => {
    const classifier = open({ weights: twoByThree })
    const found = await Promise.all(
      [0, 1, 2, 3].map((rsi) => classifier.classify(Float32Array.of(rsi, 0))),
    )
    const longs = found.map((one) => ('failure' in one ? -1 : (one.probabilities[2] ?? -1)))
    expect(longs).toEqual([...longs].sort((a, b) => a - b))
    expect(new Set(longs).size).toBe(4)
  })
})

describe('a classifier that is no good says why, and throws nothing', () => {
  test('where there is no file', async () => {
    const classifier = open(undefined)
    expect(classifier.modelVersion).toBe('mine-absent')
    expect(failureOf(await classifier.classify(Float32Array.of(1, 2)))).toBe(
      `there is no file ${join(folder, 'mine.onnx')}`,
    )
  })

  test('where the file is no model', async () => {
    const classifier = open(Buffer.from('no model at all'))
    const failure = failureOf(await classifier.classify(Float32Array.of(1, 2)))
    expect(failure).toContain('mine.onnx')
    // Again, and not only the first time.
    expect(failureOf(await classifier.classify(Float32Array.of(1, 2)))).toBe(failure)
  })

  test('where it takes another number of features', async () => {
    const classifier = open({ weights: [...twoByThree, [0, 1, 0]] })
    expect(failureOf(await classifier.classify(Float32Array.of(1, 2)))).toContain(
      "its input 'features' takes 3 numbers; there are 2 features",
    )
  })

  test('where it has another number of classes', async () => {
    const classifier = open({ weights: twoByThree.map((row) => row.slice(0, 2)) })
    expect(failureOf(await classifier.classify(Float32Array.of(1, 2)))).toContain(
      'none of its outputs (probabilities) is a tensor of float32 with 3 probabilities',
    )
  })

  test('where it is too slow', async () => {
    // To begin a thread alone takes longer.
    const classifier = open({ weights: twoByThree }, undefined, { timeoutMs: 1 })
    expect(failureOf(await classifier.classify(Float32Array.of(1, 2)))).toBe(
      'the model took longer than 1 ms',
    )
  })
})

test('the file beside a model is refused at once where it cannot be right', () => {
  expect(() => open({ weights: twoByThree }, { features: ['rsi_15', 'atr_14'] })).toThrow(
    /mine\.json: there is no feature 'rsi_15'/,
  )
  expect(() => open({ weights: twoByThree }, { classes: ['UP', 'DOWN'] })).toThrow(
    /mine\.json: .*LONG/s,
  )
  writeFileSync(join(folder, 'mine.json'), 'no json')
  expect(() => open({ weights: twoByThree })).toThrow(/mine\.json: /)
})
