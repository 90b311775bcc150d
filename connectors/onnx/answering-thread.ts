import { Worker } from 'node:worker_threads'

/** What a thread gives back, or why it gives nothing. */
export type Answered<Answer> = { readonly answer: Answer } | { readonly failure: string }

export interface Asked<Question> {
  readonly id: number
  readonly question: Question
}

export type FromThread<Answer> = { readonly id: number } & Answered<Answer>

export interface AnsweringThreadOptions {
  /** What it is to people: 'the encoder'. */
  readonly what: string
  /** A module that answers each `Asked` by a `FromThread`. */
  readonly module: URL
  /** What the thread begins with. */
  readonly data: unknown
  /** A question that takes longer has no answer. */
  readonly timeoutMs: number
}

interface Call<Answer> {
  readonly settle: (answered: Answered<Answer>) => void
  readonly timer: NodeJS.Timeout
}

/**
 * A thread that answers questions, so that whoever asks can do something else meanwhile. It begins with the first
 * question, and anew with the next one after it has ended or was too slow. It keeps no process alive that asks it nothing.
 */
export class AnsweringThread<Question, Answer> {
  private readonly options: AnsweringThreadOptions
  private readonly calls = new Map<number, Call<Answer>>()
  private nextId = 1
  private worker: Worker | undefined

  constructor(options: AnsweringThreadOptions) {
    this.options = options
  }

  /** Never rejects: what goes wrong is why there is no answer. */
  ask(question: Question): Promise<Answered<Answer>> {
    return new Promise((settle) => {
      const id = this.nextId++
      // An answer that has come while this thread was busy still counts: it is heard before the immediate.
      const timer = setTimeout(() => setImmediate(() => this.tooSlow(id)), this.options.timeoutMs)
      this.calls.set(id, { settle, timer })
      const worker = this.thread()
      worker.ref()
      worker.postMessage({ id, question } satisfies Asked<Question>)
    })
  }

  async close(): Promise<void> {
    const { worker } = this
    this.abandon(`${this.options.what} was closed`)
    await worker?.terminate()
  }

  private thread(): Worker {
    if (this.worker !== undefined) return this.worker
    const { what, module, data } = this.options
    const worker = new Worker(module, { execArgv: [], workerData: data })
    worker.on('message', (message: FromThread<Answer>) => this.take(message))
    const ended = (why: string): void => {
      if (this.worker === worker) this.abandon(why)
    }
    worker.on('error', (error) => ended(`the thread of ${what} failed: ${error.message}`))
    worker.on('exit', (code) => ended(`the thread of ${what} ended with ${code}`))
    this.worker = worker
    return worker
  }

  private take(message: FromThread<Answer>): void {
    const call = this.calls.get(message.id)
    if (call === undefined) return
    this.calls.delete(message.id)
    clearTimeout(call.timer)
    if (this.calls.size === 0) this.worker?.unref()
    call.settle(message)
  }

  private tooSlow(id: number): void {
    if (!this.calls.has(id)) return
    const { worker } = this
    this.abandon(`${this.options.what} took longer than ${this.options.timeoutMs} ms`)
    // It ends when what it computes is done; nobody waits for that.
    void worker?.terminate()
  }

  /** The next question begins with a new thread. */
  private abandon(failure: string): void {
    this.worker?.unref()
    this.worker = undefined
    for (const [id, { settle, timer }] of [...this.calls]) {
      this.calls.delete(id)
      clearTimeout(timer)
      settle({ failure })
    }
  }
}
