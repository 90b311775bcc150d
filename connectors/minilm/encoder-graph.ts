import { OnnxGraph, type Value } from '../onnx/onnx-graph.ts'
import type { StoredTensors } from '../onnx/safetensors.ts'

export const tokensName = 'tokens'
export const sentenceName = 'sentence'

export interface EncoderShape {
  /** Attention heads of each layer; it is not to be seen in the weights. */
  readonly heads: number
}

/** Of MiniLM, as of all models of the BERT family. */
const layerNormEpsilon = 1e-12

/**
 * The ONNX model of a BERT sentence encoder: token numbers, [texts, tokens], to one vector of length 1 per text,
 * the mean over its tokens. Texts of a batch must be equally long: there is no mask. The weights stay where they
 * are, in the safetensors file `weights` beside the model. Throws RangeError where they are not those of such an
 * encoder. Source: Devlin et al., BERT, NAACL 2019; the tensors' names are those of Hugging Face transformers.
 */
export function encoderGraph(
  tensors: StoredTensors,
  weights: string,
  { heads }: EncoderShape,
): Uint8Array {
  const builder = new EncoderBuilder(tensors, weights, heads)
  let states = builder.embedded()
  for (let layer = 0; builder.hasLayer(layer); layer++) states = builder.layer(layer, states)
  builder.pool(states)
  return builder.graph.model('alphapulse')
}

class EncoderBuilder {
  readonly graph = new OnnxGraph('sentence-encoder')
  private readonly tensors: StoredTensors
  private readonly weights: string
  private readonly width: number
  private readonly half: Value
  private readonly one: Value
  private readonly rootOfTwo: Value
  private readonly scale: Value
  private readonly split: Value
  private readonly joined: Value

  constructor(tensors: StoredTensors, weights: string, heads: number) {
    this.tensors = tensors
    this.weights = weights
    this.width = this.shapeOf('embeddings.word_embeddings.weight')[1] ?? 0
    const headWidth = this.width / heads
    if (!Number.isInteger(headWidth) || headWidth === 0)
      throw new RangeError(`${this.width} numbers cannot be shared among ${heads} heads`)
    if (!this.hasLayer(0)) throw new RangeError('the weights have no encoder layer')
    const { graph } = this
    const number = (name: string, value: number): Value =>
      graph.floats(name, [], Float32Array.of(value))
    this.half = number('half', 0.5)
    this.one = number('one', 1)
    this.rootOfTwo = number('root-of-two', Math.SQRT2)
    this.scale = number('scale', 1 / Math.sqrt(headWidth))
    // 0 keeps a size: [texts, tokens, width] to [texts, tokens, heads, width of a head], and back.
    this.split = graph.integers('split', [0, 0, heads, headWidth])
    this.joined = graph.integers('joined', [0, 0, this.width])
  }

  hasLayer(layer: number): boolean {
    return this.tensors.has(`encoder.layer.${layer}.attention.self.query.weight`)
  }

  /** Word, place and kind of each token; all tokens of one text are of the first kind. */
  embedded(): Value {
    const { graph } = this
    const tokens = graph.input(tokensName, 'int64', ['texts', 'tokens'])
    const words = graph.node('Gather', [this.weight('embeddings.word_embeddings.weight'), tokens])
    const first = graph.integers('first', [0])
    const kinds = this.weight('embeddings.token_type_embeddings.weight')
    const kind = graph.node('Gather', [kinds, first])
    const places = graph.node('Slice', [
      this.weight('embeddings.position_embeddings.weight'),
      first,
      graph.node('Shape', [tokens], { start: 1, end: 2 }),
      graph.integers('first-axis', [0]),
    ])
    const sum = graph.node('Add', [graph.node('Add', [words, kind]), places])
    return this.normalised('embeddings.LayerNorm', sum)
  }

  layer(layer: number, states: Value): Value {
    const { graph } = this
    const at = `encoder.layer.${layer}`
    const context = this.attention(`${at}.attention.self`, states)
    const attended = this.linear(`${at}.attention.output.dense`, context)
    const middle = this.normalised(
      `${at}.attention.output.LayerNorm`,
      graph.node('Add', [attended, states]),
    )
    const wide = this.gelu(this.linear(`${at}.intermediate.dense`, middle))
    const narrow = this.linear(`${at}.output.dense`, wide)
    return this.normalised(`${at}.output.LayerNorm`, graph.node('Add', [narrow, middle]))
  }

  /** Mean over the tokens, brought to length 1. */
  pool(states: Value): void {
    const { graph } = this
    const mean = graph.node('ReduceMean', [states], { axes: [1], keepdims: 0 })
    const length = graph.node('ReduceL2', [mean], { axes: [1], keepdims: 1 })
    graph.node('Div', [mean, length], {}, sentenceName)
    graph.output(sentenceName, 'float', ['texts', this.width])
  }

  private attention(at: string, states: Value): Value {
    const { graph } = this
    const heads = (name: string, order: readonly number[]): Value => {
      const whole = this.linear(`${at}.${name}`, states)
      return graph.node('Transpose', [graph.node('Reshape', [whole, this.split])], { perm: order })
    }
    const query = heads('query', [0, 2, 1, 3])
    const keyTurned = heads('key', [0, 2, 3, 1])
    const value = heads('value', [0, 2, 1, 3])
    const scores = graph.node('Mul', [graph.node('MatMul', [query, keyTurned]), this.scale])
    const shares = graph.node('Softmax', [scores], { axis: -1 })
    const found = graph.node('Transpose', [graph.node('MatMul', [shares, value])], {
      perm: [0, 2, 1, 3],
    })
    return graph.node('Reshape', [found, this.joined])
  }

  private linear(at: string, states: Value): Value {
    const { graph } = this
    // Stored as [out, in].
    const turned = graph.node('Transpose', [this.weight(`${at}.weight`)], { perm: [1, 0] })
    return graph.node('Add', [graph.node('MatMul', [states, turned]), this.weight(`${at}.bias`)])
  }

  /** x/2 · (1 + erf(x/√2)). */
  private gelu(states: Value): Value {
    const { graph } = this
    const error = graph.node('Erf', [graph.node('Div', [states, this.rootOfTwo])])
    const halved = graph.node('Mul', [states, this.half])
    return graph.node('Mul', [halved, graph.node('Add', [error, this.one])])
  }

  private normalised(at: string, states: Value): Value {
    const inputs = [states, this.weight(`${at}.weight`), this.weight(`${at}.bias`)]
    const attributes = { axis: -1, epsilon: { float: layerNormEpsilon } }
    return this.graph.node('LayerNormalization', inputs, attributes)
  }

  private weight(name: string): Value {
    const { offset, length } = this.tensorOf(name)
    return this.graph.external(name, this.shapeOf(name), {
      location: this.weights,
      offset,
      length,
    })
  }

  private shapeOf(name: string): readonly number[] {
    return this.tensorOf(name).shape
  }

  private tensorOf(name: string) {
    const tensor = this.tensors.get(name)
    if (tensor === undefined) throw new RangeError(`the weights have no '${name}'`)
    return tensor
  }
}
