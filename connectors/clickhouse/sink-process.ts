import { type ChildProcess, fork } from 'node:child_process'
import { createRequire } from 'node:module'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { StorageError } from '../../engine/core/errors.ts'
import type { Database } from './database.ts'
import { sinkDefaults } from './sink-defaults.ts'
import type { SinkEvent } from './sink-event.ts'
import { exitForGood, type FromSink, type SinkCluster, type ToSink } from './sink-messages.ts'
import type { SinkTarget } from './target.ts'

export type { SinkCluster, SinkTarget }

export interface StartSinkOptions {
  readonly folder: string
  readonly target: SinkTarget
  readonly onEvent?: (event: SinkEvent) => void
  /** Rows of a full batch. */
  readonly rowsMax?: number
}

export interface StartKafkaSinkOptions extends StartSinkOptions {
  readonly cluster: SinkCluster
}

export interface SinkHandle {
  /** Resolves when everything that is committed now is in the tables. */
  sync(): Promise<void>
  /** Answers one reading statement as text in a ClickHouse format. */
  query(sql: string, format: string): Promise<string>
  /** Ends the sink after the insert under way. */
  stop(): Promise<void>
  /** The process at work now; undefined between two of them. */
  readonly pid: number | undefined
}

const restartMaxMs = 30_000
/** Longer than an insert takes; a sink that is killed loses nothing. */
const stopPatienceMs = 10_000

/**
 * Starts the sink of a data folder in a process of its own. Gives undefined where there is no embedded ClickHouse,
 * which `onEvent` has then been told of; a server that is away is waited for in the background.
 */
export function startSink(options: StartSinkOptions): Promise<SinkHandle | undefined> {
  return ready(new SinkProcess(options))
}

/**
 * The same for an application on a Kafka cluster, whose topics must be there. With a server as target all processes
 * that do so share the partitions, and `sync` waits for all of them; the embedded ClickHouse of a folder is written
 * by one alone. A cluster or registry that is away is waited for in the background, too.
 */
export function startKafkaSink(options: StartKafkaSinkOptions): Promise<SinkHandle | undefined> {
  return ready(new SinkProcess(options))
}

async function ready(sink: SinkProcess): Promise<SinkHandle | undefined> {
  return (await sink.ready) ? sink : undefined
}

/**
 * Opens the tables where no engine runs, in this process, after they have caught up with the log.
 * Loaded only now: the engine's process needs none of it.
 */
export async function openDatabase(options: StartSinkOptions): Promise<Database> {
  const database = await import('./database.ts')
  return database.openDatabase(options)
}

interface Request {
  readonly message: Extract<ToSink, { readonly id: number }>
  readonly parts: Buffer[]
  readonly resolve: (bytes: Buffer) => void
  readonly reject: (error: Error) => void
}

class SinkProcess implements SinkHandle {
  private readonly options: StartSinkOptions & { readonly cluster?: SinkCluster }
  private child: ChildProcess | undefined
  private readonly requests = new Map<number, Request>()
  private nextId = 1
  private deaths = 0
  private stopping = false
  /** Why there is no sink, for good. */
  private over: string | undefined
  private restart: NodeJS.Timeout | undefined
  private lastWords = ''
  /** Whether there is a ClickHouse to write to, at once or later. */
  readonly ready: Promise<boolean>
  private decide: (ready: boolean) => void = () => {}

  constructor(options: StartSinkOptions & { readonly cluster?: SinkCluster }) {
    this.options = options
    this.ready = new Promise((resolve) => {
      this.decide = resolve
    })
    this.spawn()
  }

  get pid(): number | undefined {
    return this.child?.pid
  }

  async sync(): Promise<void> {
    await this.request((id) => ({ kind: 'sync', id }))
  }

  async query(sql: string, format: string): Promise<string> {
    const bytes = await this.request((id) => ({ kind: 'query', id, sql, format }))
    return bytes.toString()
  }

  async stop(): Promise<void> {
    if (this.stopping) return
    this.stopping = true
    clearTimeout(this.restart)
    const { child } = this
    if (child !== undefined) {
      child.ref()
      const ended = new Promise((resolve) => child.once('exit', resolve))
      child.send({ kind: 'stop' } satisfies ToSink, () => {})
      const patience = setTimeout(() => child.kill('SIGKILL'), stopPatienceMs)
      await ended
      clearTimeout(patience)
    }
    this.giveUp('the ClickHouse sink was stopped')
  }

  private request(make: (id: number) => Request['message']): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      if (this.over !== undefined) {
        reject(new StorageError(this.over))
        return
      }
      const message = make(this.nextId++)
      this.requests.set(message.id, { message, parts: [], resolve, reject })
      this.child?.send(message, () => {})
      this.holdOpen()
    })
  }

  private spawn(): void {
    const { folder, target, rowsMax = sinkDefaults.rowsMax, cluster } = this.options
    const tsx = createRequire(import.meta.url).resolve('tsx')
    const child = fork(fileURLToPath(new URL('./sink-child.ts', import.meta.url)), [], {
      execArgv: ['--import', pathToFileURL(tsx).href],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    })
    this.child = child
    this.lastWords = ''
    child.stderr?.on('data', (text: Buffer) => {
      this.lastWords = (this.lastWords + text.toString()).slice(-2_000)
    })
    child.on('message', (message) => this.take(message as FromSink))
    child.on('exit', (code, signal) => this.ended(child, code, signal))
    // Without a listener a process that could not be started would end the engine; `exit` follows.
    child.on('error', () => {})
    child.send({ kind: 'start', folder, target, rowsMax, cluster } satisfies ToSink, () => {})
    for (const { message } of this.requests.values()) child.send(message, () => {})
    this.holdOpen()
  }

  private take(message: FromSink): void {
    if (message.kind === 'ready') {
      this.decide(true)
      return
    }
    if (message.kind === 'event') {
      const { event } = message
      if (event.kind === 'unavailable' || event.kind === 'refused') this.lastWords = event.text
      this.options.onEvent?.(event)
      return
    }
    const request = this.requests.get(message.id)
    if (request === undefined) return
    if (message.kind === 'part') {
      request.parts.push(Buffer.from(message.bytes))
      return
    }
    this.requests.delete(message.id)
    this.holdOpen()
    this.deaths = 0
    if (message.kind === 'done') request.resolve(Buffer.concat(request.parts))
    else request.reject(new StorageError(message.text))
  }

  private ended(child: ChildProcess, code: number | null, signal: string | null): void {
    if (this.child !== child) return
    this.child = undefined
    if (this.stopping) return
    // One that dies at its start is started again, and the caller has something to stop.
    this.decide(code !== exitForGood)
    if (code === exitForGood) {
      this.giveUp(this.lastWords)
      return
    }
    const how = signal ?? `exit code ${code}`
    for (const [id, { message, reject }] of this.requests) {
      // To write again does no harm; a question may be what ended the process.
      if (message.kind === 'sync') continue
      this.requests.delete(id)
      reject(new StorageError(`the ClickHouse process ended while it answered (${how}); ask again`))
    }
    const pauseMs = Math.min(restartMaxMs, 250 * 2 ** Math.min(this.deaths, 10))
    this.deaths++
    const lines = this.lastWords.trim().split('\n')
    const said = lines.findLast((line) => /error|abort|fault/i.test(line)) ?? lines.at(-1) ?? ''
    this.options.onEvent?.({
      kind: 'restarted',
      text: `the ClickHouse process ended (${how}${said === '' ? '' : `: ${said}`}); it is started again and goes on where the tables end`,
    })
    this.restart = setTimeout(() => this.spawn(), pauseMs)
    if (this.requests.size === 0) this.restart.unref()
  }

  private giveUp(reason: string): void {
    this.over = reason
    for (const { reject } of this.requests.values()) reject(new StorageError(reason))
    this.requests.clear()
  }

  /** The sink alone does not keep the engine's process from ending; a request under way does. */
  private holdOpen(): void {
    const { child } = this
    const channel = child?.channel
    if (this.requests.size > 0) {
      child?.ref()
      channel?.ref()
      this.restart?.ref()
    } else {
      child?.unref()
      channel?.unref()
    }
  }
}
