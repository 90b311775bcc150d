import { Worker } from 'node:worker_threads'
import { ConfigError } from '../../engine/core/errors.ts'
import type { FromThread, ThreadStart, ToThread } from './encoder-messages.ts'
import { assertModel } from './model-folder.ts'
import type { ModelSpec } from './model-spec.ts'

/** A text's vector, or why there is none. */
export type Encoded = { readonly vector: Float32Array } | { readonly failure: string }

export interface SentenceEncoderOptions {
  readonly spec: ModelSpec
  /** Where the model lies. */
  readonly folder: string
  /** A text that takes longer has no vector. A usual one takes a fiftieth of a second. */
  readonly timeoutMs?: number
}

interface Call {
  readonly answer: (encoded: Encoded) => void
  readonly timer: NodeJS.Timeout
}

/**
 * A sentence encoder in a thread of its own, so that whoever asks it can do something else meanwhile. The thread
 * begins with the first text, and anew with the next one after it has ended or was too slow. It keeps no process
 * alive that asks it nothing.
 */
export class SentenceEncoder {
  readonly name: string
  private readonly options: SentenceEncoderOptions
  private readonly timeoutMs: number
  private readonly calls = new Map<number, Call>()
  private nextId = 1
  private worker: Worker | undefined

  constructor(options: SentenceEncoderOptions) {
    this.options = options
    this.name = options.spec.name
    this.timeoutMs = options.timeoutMs ?? 5_000
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
  encode(text: string): Promise<Encoded> {
    return new Promise((answer) => {
      const id = this.nextId++
      // An answer that has come while this thread was busy still counts: it is heard before the immediate.
      const timer = setTimeout(() => setImmediate(() => this.tooSlow(id)), this.timeoutMs)
      this.calls.set(id, { answer, timer })
      const worker = this.thread()
      worker.ref()
      worker.postMessage({ id, text } satisfies ToThread)
    })
  }

  async close(): Promise<void> {
    const { worker } = this
    this.abandon('the encoder was closed')
    await worker?.terminate()
  }

  private thread(): Worker {
    if (this.worker !== undefined) return this.worker
    const { folder, spec } = this.options
    const worker = new Worker(new URL('./encoder-thread.mjs', import.meta.url), {
      execArgv: [],
      workerData: { folder, tokensMax: spec.tokensMax } satisfies ThreadStart,
    })
    worker.on('message', (message: FromThread) => this.take(message))
    const ended = (why: string): void => {
      if (this.worker === worker) this.abandon(why)
    }
    worker.on('error', (error) => ended(`the encoder's thread failed: ${error.message}`))
    worker.on('exit', (code) => ended(`the encoder's thread ended with ${code}`))
    this.worker = worker
    return worker
  }

  private take(message: FromThread): void {
    const call = this.calls.get(message.id)
    if (call === undefined) return
    this.calls.delete(message.id)
    clearTimeout(call.timer)
    if (this.calls.size === 0) this.worker?.unref()
    call.answer('failure' in message ? message : this.checked(message.vector))
  }

  private checked(vector: Float32Array): Encoded {
    const { dimensions } = this.options.spec
    if (vector.length !== dimensions)
      return { failure: `the model gave ${vector.length} numbers instead of ${dimensions}` }
    if (!vector.every(Number.isFinite))
      return { failure: 'the model gave numbers that are not finite' }
    return { vector }
  }

  private tooSlow(id: number): void {
    if (!this.calls.has(id)) return
    const { worker } = this
    this.abandon(`the model took longer than ${this.timeoutMs} ms`)
    // It ends when what it computes is done; nobody waits for that.
    void worker?.terminate()
  }

  /** The next text begins with a new thread. */
  private abandon(failure: string): void {
    this.worker?.unref()
    this.worker = undefined
    for (const [id, { answer, timer }] of [...this.calls]) {
      this.calls.delete(id)
      clearTimeout(timer)
      answer({ failure })
    }
  }
}
