import { ConfigError } from './errors.ts'
import type { Topic } from './topic.ts'

export interface Command {
  readonly topic: Topic<unknown>
  readonly key: string
  readonly value: unknown
  /** With the stamp it got, when it is committed. */
  readonly done: (stampMs: number) => void
  readonly refuse: (error: unknown) => void
}

/** Records that people and programs give to a running engine, until it has taken them. */
export class CommandQueue {
  private commands: Command[] = []
  private closed = false
  private readonly onCommand: () => void

  constructor(onCommand: () => void) {
    this.onCommand = onCommand
  }

  get waiting(): boolean {
    return this.commands.length > 0
  }

  /** Resolves when it is committed; refused once the queue is closed. */
  put(topic: Topic<unknown>, key: string, value: unknown): Promise<number> {
    if (this.closed) return Promise.reject(stoppedError())
    return new Promise((done, refuse) => {
      this.commands.push({ topic, key, value, done, refuse })
      this.onCommand()
    })
  }

  /** All that wait, in their order. */
  take(): readonly Command[] {
    return this.commands.splice(0)
  }

  /** Refuses what waits, and what still comes. */
  close(): void {
    this.closed = true
    for (const { refuse } of this.take()) refuse(stoppedError())
  }
}

function stoppedError(): ConfigError {
  return new ConfigError('the engine has stopped; a command was not taken')
}
