import { OnnxGraph } from '../../onnx/onnx-graph.ts'

export interface LinearClassifier {
  /** By feature, by class. */
  readonly weights: readonly (readonly number[])[]
  readonly outputName?: string
  /** Without it what comes out are no probabilities. */
  readonly softmax?: boolean
}

/** The ONNX file of softmax(x · weights). */
export function linearClassifier({
  weights,
  outputName = 'probabilities',
  softmax = true,
}: LinearClassifier): Uint8Array {
  const classes = weights[0]?.length ?? 0
  const graph = new OnnxGraph('linear')
  const input = graph.input('features', 'float', ['batch', weights.length])
  const matrix = graph.floats(
    'weights',
    [weights.length, classes],
    Float32Array.from(weights.flat()),
  )
  if (softmax) {
    const scores = graph.node('MatMul', [input, matrix])
    graph.node('Softmax', [scores], { axis: -1 }, outputName)
  } else graph.node('MatMul', [input, matrix], {}, outputName)
  graph.output(outputName, 'float', ['batch', classes])
  return graph.model('tests')
}
