import { setTimeout as sleep } from 'node:timers/promises'
import {
  type EngineProcess,
  type EngineProcessOptions,
  startEngineProcess,
} from '../kafka/engine-process.ts'

/** Why a process may end by itself: what it needs to begin is away, or its ingest was taken from it. */
const excusable = [
  /cannot be reached/,
  /gave no answer within/,
  /answered HTTP 5/,
  /another process has the task/,
]

/** One process after the other, each in place of the one before, until it is retired. */
export class Worker {
  readonly name: string
  /** Processes so far. */
  lives = 0
  private readonly options: EngineProcessOptions
  private readonly onFault: (text: string) => void
  private process: EngineProcess | undefined
  private retired = false
  readonly living: Promise<void>

  constructor(name: string, options: EngineProcessOptions, onFault: (text: string) => void) {
    this.name = name
    this.options = options
    this.onFault = onFault
    this.living = this.live()
  }

  /** Resolves when its present process has tasks that commit, or has ended. */
  async working(): Promise<void> {
    await this.process?.running
  }

  signal(signal: NodeJS.Signals): void {
    this.process?.child.kill(signal)
  }

  /** Leaves as an operator would make it; its last process must end well. */
  async retire(): Promise<void> {
    this.retired = true
    this.signal('SIGTERM')
    await this.living
  }

  private async live(): Promise<void> {
    for (;;) {
      this.lives++
      this.process = startEngineProcess(this.options)
      const { how, text } = await this.process.ended
      if (how === 0) return
      // Told to leave before it could listen.
      const early = this.retired && how === 'SIGTERM'
      const excused = early || how === 'SIGKILL' || excusable.some((words) => words.test(text))
      if (!excused) {
        this.onFault(`${this.name} ended with ${how}: ${text}`)
        return
      }
      if (this.retired) return
      await sleep(againMs)
    }
  }
}

const againMs = 500
