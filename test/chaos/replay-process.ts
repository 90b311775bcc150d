import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const command = fileURLToPath(new URL('../../cli/alphapulse.mjs', import.meta.url))

export interface TopicDigest {
  readonly topic: string
  readonly records: number
  readonly digest: string
}

/** What `alphapulse replay --json` prints, as far as it matters here. */
export interface ReplayResult {
  readonly finished: boolean
  readonly digests: readonly TopicDigest[]
}

/** How a replay process ended: by itself with its result, or killed. */
export type ReplayEnd =
  | { readonly killed: true }
  | { readonly killed: false; readonly result: ReplayResult }

/** One `alphapulse replay` in a process of its own. */
export class ReplayProcess {
  readonly ended: Promise<ReplayEnd>
  private readonly child: ChildProcess
  private out = ''
  private errors = ''

  constructor(flags: readonly string[]) {
    this.child = spawn(process.execPath, [command, 'replay', ...flags], {
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.child.stdout?.on('data', (bytes: Buffer) => {
      this.out += bytes.toString()
    })
    this.child.stderr?.on('data', (bytes: Buffer) => {
      this.errors += bytes.toString()
    })
    this.ended = this.waitForEnd()
  }

  get running(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null
  }

  /** SIGKILL: nothing in the process has a say. */
  kill(): void {
    this.child.kill('SIGKILL')
  }

  private async waitForEnd(): Promise<ReplayEnd> {
    const [code, signal] = (await once(this.child, 'close')) as [number | null, string | null]
    if (signal === 'SIGKILL') return { killed: true }
    if (code !== 0) {
      throw new Error(`replay ended with ${signal ?? `code ${code}`}:\n${this.errors}${this.out}`)
    }
    return { killed: false, result: JSON.parse(this.out) as ReplayResult }
  }
}
