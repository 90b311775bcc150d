import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { InferenceSession, Tensor } from 'onnxruntime-node'
import { describe, expect, test } from 'vitest'
import { OnnxGraph } from './onnx-graph.ts'

/** What ONNX Runtime, which knows nothing of us, computes by the bytes. */
async function run(model: Uint8Array, x: Tensor): Promise<Tensor> {
  const session = await InferenceSession.create(model)
  const { y } = (await session.run({ x })) as { y: Tensor }
  await session.release()
  return y
}

const rows = new Tensor('float32', Float32Array.of(1, 2, 3, 4, 5, 6), [2, 3])

describe('an ONNX graph', () => {
  test('computes what its nodes say', async () => {
    const graph = new OnnxGraph('sums')
    const x = graph.input('x', 'float', ['rows', 3])
    const weights = graph.floats('weights', [3, 2], Float32Array.of(1, 0, 0, 1, 1, 1))
    const turned = graph.node('Transpose', [weights], { perm: [1, 0] })
    const back = graph.node('Transpose', [turned], { perm: [1, 0] })
    const product = graph.node('MatMul', [x, back])
    graph.node('ReduceSum', [product, graph.integers('axes', [1])], { keepdims: 0 }, 'y')
    graph.output('y', 'float', ['rows'])
    const y = await run(graph.model('test'), rows)
    // Rows times the columns (1, 0, 1) and (0, 1, 1), added up.
    expect([...(y.data as Float32Array)]).toEqual([4 + 5, 10 + 11])
    expect(y.dims).toEqual([2])
  })

  test('takes attributes that are floats', async () => {
    const graph = new OnnxGraph('leak')
    graph.node('LeakyRelu', [graph.input('x', 'float', [3])], { alpha: { float: 0.25 } }, 'y')
    graph.output('y', 'float', [3])
    const y = await run(graph.model('test'), new Tensor('float32', [-4, 0, 4], [3]))
    expect([...(y.data as Float32Array)]).toEqual([-1, 0, 4])
  })

  test('reads constants from the file beside it, from an offset on', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'alphapulse-onnx-'))
    try {
      writeFileSync(join(folder, 'weights'), new Float32Array([9, 10, 20, 30]))
      const graph = new OnnxGraph('external')
      const x = graph.input('x', 'float', ['rows', 3])
      const data = { location: 'weights', offset: 4, length: 12 }
      graph.node('Add', [x, graph.external('bias', [3], data)], {}, 'y')
      graph.output('y', 'float', ['rows', 3])
      const path = join(folder, 'model.onnx')
      writeFileSync(path, graph.model('test'))
      const session = await InferenceSession.create(path)
      const { y } = (await session.run({ x: rows })) as { y: Tensor }
      expect([...(y.data as Float32Array)]).toEqual([11, 22, 33, 14, 25, 36])
      await session.release()
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  test('is the same bytes each time', () => {
    const make = (): Uint8Array => {
      const graph = new OnnxGraph('twice')
      graph.node('Relu', [graph.input('x', 'float', [1])], {}, 'y')
      graph.output('y', 'float', [1])
      return graph.model('test')
    }
    expect(make()).toEqual(make())
  })

  test('refuses a name that nothing gives, and one that is there already', () => {
    const graph = new OnnxGraph('wrong')
    expect(() => graph.node('Relu', ['x'])).toThrow("Relu reads 'x', which nothing gives")
    graph.input('x', 'float', [1])
    expect(() => graph.floats('x', [1], Float32Array.of(1))).toThrow("'x' is there twice")
  })
})
