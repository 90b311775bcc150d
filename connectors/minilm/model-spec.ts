import type { EncoderShape } from './encoder-graph.ts'

export const weightsFile = 'model.safetensors'
export const tokenizerFile = 'tokenizer.json'

/** A sentence encoder, down to the bytes of its files. */
export interface ModelSpec extends EncoderShape {
  /** In records and folders. Another one for whatever would change its vectors: files, graph, number of tokens. */
  readonly name: string
  /** SHA-256 of each file it is made of. */
  readonly files: { readonly [file in typeof weightsFile | typeof tokenizerFile]: string }
  /** How many numbers a text becomes. */
  readonly dimensions: number
  /** What is longer is cut off. */
  readonly tokensMax: number
}

/**
 * sentence-transformers/all-MiniLM-L6-v2, revision 1110a243: 6 layers of 384, trained on a billion pairs of
 * sentences. Apache-2.0. Its tokenizer's file says 128 tokens; the model was made for 256 and is used so.
 */
export const miniLm: ModelSpec = {
  name: 'minilm-1',
  files: {
    [weightsFile]: '53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db',
    [tokenizerFile]: 'be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037',
  },
  heads: 12,
  dimensions: 384,
  tokensMax: 256,
}
