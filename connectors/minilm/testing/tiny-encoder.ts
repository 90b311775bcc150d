import { randomSequence } from './random-numbers.ts'

export const tinyShape = {
  heads: 4,
  width: 32,
  layers: 2,
  words: 40,
  places: 16,
  wide: 64,
} as const

export interface TinyTensor {
  readonly shape: readonly number[]
  readonly values: Float32Array
}

export type TinyTensors = ReadonlyMap<string, TinyTensor>

/** Weights of a BERT of two layers of 32, at random, under the names that such weights have. */
export function tinyTensors(seed = 1): TinyTensors {
  const random = randomSequence(seed)
  const tensors = new Map<string, TinyTensor>()
  const { width, layers, words, places, wide } = tinyShape
  const put = (name: string, shape: readonly number[], around = 0): void => {
    const length = shape.reduce((product, size) => product * size, 1)
    const values = Float32Array.from({ length }, () => around + (random() - 0.5) / 2)
    tensors.set(name, { shape, values })
  }
  const dense = (at: string, out: number, into: number): void => {
    put(`${at}.weight`, [out, into])
    put(`${at}.bias`, [out])
  }
  const norm = (at: string): void => {
    put(`${at}.weight`, [width], 1)
    put(`${at}.bias`, [width])
  }
  put('embeddings.word_embeddings.weight', [words, width])
  put('embeddings.position_embeddings.weight', [places, width])
  put('embeddings.token_type_embeddings.weight', [2, width])
  norm('embeddings.LayerNorm')
  for (let layer = 0; layer < layers; layer++) {
    const at = `encoder.layer.${layer}`
    for (const part of ['query', 'key', 'value'])
      dense(`${at}.attention.self.${part}`, width, width)
    dense(`${at}.attention.output.dense`, width, width)
    norm(`${at}.attention.output.LayerNorm`)
    dense(`${at}.intermediate.dense`, wide, width)
    dense(`${at}.output.dense`, width, wide)
    norm(`${at}.output.LayerNorm`)
  }
  return tensors
}

/** The same as a safetensors file. */
export function safetensorsOf(tensors: TinyTensors): Uint8Array {
  const header: { [name: string]: unknown } = {}
  let end = 0
  for (const [name, { shape, values }] of tensors) {
    header[name] = { dtype: 'F32', shape, data_offsets: [end, end + values.byteLength] }
    end += values.byteLength
  }
  const text = Buffer.from(JSON.stringify(header))
  const length = Buffer.alloc(8)
  length.writeBigUInt64LE(BigInt(text.length))
  const parts = [...tensors.values()].map(({ values }) => new Uint8Array(values.buffer))
  return Buffer.concat([length, text, ...parts])
}

/** A tokenizer of whole words; what it does not know is `[UNK]`. */
export function tinyTokenizer(): object {
  const words = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', 'strong', 'weak', 'up', '##trend', 'down']
  words.push('high', 'low', 'volume', ',')
  const special = words.slice(0, 4).map((content, id) => {
    const plain = { single_word: false, lstrip: false, rstrip: false, normalized: false }
    return { id, content, special: true, ...plain }
  })
  return {
    version: '1.0',
    // As that of MiniLM says, where it is not to be heeded.
    truncation: { max_length: 4, strategy: 'LongestFirst', stride: 0 },
    padding: null,
    added_tokens: special,
    normalizer: {
      type: 'BertNormalizer',
      clean_text: true,
      handle_chinese_chars: true,
      strip_accents: null,
      lowercase: true,
    },
    pre_tokenizer: { type: 'BertPreTokenizer' },
    post_processor: {
      type: 'TemplateProcessing',
      single: [
        { SpecialToken: { id: '[CLS]', type_id: 0 } },
        { Sequence: { id: 'A', type_id: 0 } },
        { SpecialToken: { id: '[SEP]', type_id: 0 } },
      ],
      pair: [],
      special_tokens: {
        '[CLS]': { id: '[CLS]', ids: [2], tokens: ['[CLS]'] },
        '[SEP]': { id: '[SEP]', ids: [3], tokens: ['[SEP]'] },
      },
    },
    decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
    model: {
      type: 'WordPiece',
      unk_token: '[UNK]',
      continuing_subword_prefix: '##',
      max_input_chars_per_word: 100,
      vocab: Object.fromEntries(words.map((word, id) => [word, id])),
    },
  }
}
