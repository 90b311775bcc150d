import { ConfigError } from '../../engine/core/errors.ts'
import { AnsweringThread } from '../onnx/answering-thread.ts'
import { assertModel } from './model-folder.ts'
import type { ModelSpec } from './model-spec.ts'
import type { ThreadStart } from './thread-start.ts'

/** A text's vector, or why there is none. */
export type Encoded = { readonly vector: Float32Array } | { readonly failure: string }

export interface SentenceEncoderOptions {
  readonly spec: ModelSpec
  /** Where the model lies. */
  readonly folder: string
  /** A text that takes longer has no vector. A usual one takes a fiftieth of a second. */
  readonly timeoutMs?: number
}

/**
 * A sentence encoder in a thread of its own, so that whoever asks it can do something else meanwhile. The model is read with the
 * first text.
 */
export class SentenceEncoder {
  readonly name: string
  private readonly options: SentenceEncoderOptions
  private readonly thread: AnsweringThread<string, Float32Array>

  constructor(options: SentenceEncoderOptions) {
    const { spec, folder, timeoutMs = 5_000 } = options
    this.options = options
    this.name = spec.name
    this.thread = new AnsweringThread({
      what: 'the model',
      module: new URL('./encoder-thread.mjs', import.meta.url),
      data: { folder, tokensMax: spec.tokensMax } satisfies ThreadStart,
      timeoutMs,
    })
  }

  /** Throws ConfigError, in words, unless the model is whole and gives what it should. */
  async assertReady(): Promise<void> {
    const { folder, spec } = this.options
    await assertModel(folder, spec)
    const encoded = await this.encode('ready')
    if ('failure' in encoded)
      throw new ConfigError(`the model in ${folder} does not work: ${encoded.failure}`)
  }

  /** Never rejects: what goes wrong is why there is no vector. */
  async encode(text: string): Promise<Encoded> {
    const answered = await this.thread.ask(text)
    return 'failure' in answered ? answered : this.checked(answered.answer)
  }

  close(): Promise<void> {
    return this.thread.close()
  }

  private checked(vector: Float32Array): Encoded {
    const { dimensions } = this.options.spec
    if (vector.length !== dimensions)
      return { failure: `the model gave ${vector.length} numbers instead of ${dimensions}` }
    if (!vector.every(Number.isFinite))
      return { failure: 'the model gave numbers that are not finite' }
    return { vector }
  }
}
