import { type TinyTensors, tinyShape } from './tiny-encoder.ts'

type Rows = readonly (readonly number[])[]

/** The same model written down once more, in loops and doubles: what the graph's numbers are held against. */
export function plainSentence(tensors: TinyTensors, tokens: readonly number[]): readonly number[] {
  const { layers } = tinyShape
  const row = (name: string, at: number): readonly number[] => {
    const { shape, values } = tensorOf(tensors, name)
    const width = shape[1] ?? 0
    return [...values.subarray(at * width, (at + 1) * width)]
  }
  const kind = row('embeddings.token_type_embeddings.weight', 0)
  let states: Rows = tokens.map((token, place) =>
    added(
      added(row('embeddings.word_embeddings.weight', token), kind),
      row('embeddings.position_embeddings.weight', place),
    ),
  )
  states = states.map((state) => normalised(tensors, 'embeddings.LayerNorm', state))
  for (let layer = 0; layer < layers; layer++) {
    const at = `encoder.layer.${layer}`
    const context = attention(tensors, `${at}.attention.self`, states)
    const middle = states.map((state, token) => {
      const attended = linear(tensors, `${at}.attention.output.dense`, context[token] ?? [])
      return normalised(tensors, `${at}.attention.output.LayerNorm`, added(attended, state))
    })
    states = middle.map((state) => {
      const wide = linear(tensors, `${at}.intermediate.dense`, state).map(gelu)
      const narrow = linear(tensors, `${at}.output.dense`, wide)
      return normalised(tensors, `${at}.output.LayerNorm`, added(narrow, state))
    })
  }
  const mean = states
    .reduce((sum, state) => added(sum, state))
    .map((value) => value / states.length)
  const length = Math.sqrt(dot(mean, mean))
  return mean.map((value) => value / length)
}

function attention(tensors: TinyTensors, at: string, states: Rows): Rows {
  const { heads, width } = tinyShape
  const headWidth = width / heads
  const all = (part: string): Rows => states.map((state) => linear(tensors, `${at}.${part}`, state))
  const keys = all('key')
  const values = all('value')
  return all('query').map((query) =>
    Array.from({ length: heads }, (_, head) => {
      const own = (whole: readonly number[]): readonly number[] =>
        whole.slice(head * headWidth, (head + 1) * headWidth)
      const weights = keys.map((key) => Math.exp(dot(own(query), own(key)) / Math.sqrt(headWidth)))
      const total = weights.reduce((sum, weight) => sum + weight, 0)
      return values
        .map((value, token): readonly number[] =>
          own(value).map((one) => (one * (weights[token] ?? 0)) / total),
        )
        .reduce((sum, value) => added(sum, value))
    }).flat(),
  )
}

function linear(tensors: TinyTensors, at: string, state: readonly number[]): readonly number[] {
  const { shape, values } = tensorOf(tensors, `${at}.weight`)
  const [outs = 0, ins = 0] = shape
  const bias = tensorOf(tensors, `${at}.bias`).values
  return Array.from({ length: outs }, (_, out) => {
    const weights = [...values.subarray(out * ins, (out + 1) * ins)]
    return dot(weights, state) + (bias[out] ?? 0)
  })
}

function normalised(tensors: TinyTensors, at: string, state: readonly number[]): readonly number[] {
  const weight = tensorOf(tensors, `${at}.weight`).values
  const bias = tensorOf(tensors, `${at}.bias`).values
  const mean = state.reduce((sum, value) => sum + value, 0) / state.length
  const variance = state.reduce((sum, value) => sum + (value - mean) ** 2, 0) / state.length
  return state.map(
    (value, place) =>
      ((value - mean) / Math.sqrt(variance)) * (weight[place] ?? 0) + (bias[place] ?? 0),
  )
}

function gelu(value: number): number {
  return (value / 2) * (1 + errorFunction(value / Math.SQRT2))
}

/** By its Taylor series, which suffices for the small arguments here. */
function errorFunction(x: number): number {
  let term = x
  let sum = x
  for (let n = 1; n < 60; n++) {
    term *= (-x * x) / n
    sum += term / (2 * n + 1)
  }
  return (2 / Math.sqrt(Math.PI)) * sum
}

function added(a: readonly number[], b: readonly number[]): readonly number[] {
  return a.map((value, at) => value + (b[at] ?? 0))
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0)
}

function tensorOf(tensors: TinyTensors, name: string) {
  const tensor = tensors.get(name)
  if (tensor === undefined) throw new RangeError(`no ${name}`)
  return tensor
}
