import { StorageError } from '../../core/errors.ts'
import type { TaskRunner } from './task-runner.ts'

/** As a stalled task is thrown out of its runner: it is taken over anew. */
export class StalledError extends StorageError {}

/** What the watch looks at. */
export type Watched = Pick<TaskRunner, 'name' | 'standing' | 'abandon'>

interface Seen {
  readonly progress: number
  readonly sinceMs: number
}

/**
 * The watchdog: a task that could work (records are there for it, no gate is closed, nobody holds it) and
 * has neither worked nor committed for long is cut off and taken over anew, whatever its client hangs in.
 */
export class StallWatch {
  private readonly stallMs: number
  private readonly seen = new Map<Watched, Seen>()

  constructor(stallMs: number) {
    this.stallMs = stallMs
  }

  /** Gives the tasks that were cut off. `nowMs` is of a clock that never falls. */
  look(runners: readonly Watched[], nowMs: number): readonly Watched[] {
    const stalled: Watched[] = []
    for (const runner of [...this.seen.keys()]) {
      if (!runners.includes(runner)) this.seen.delete(runner)
    }
    for (const runner of runners) {
      const { progress, behind, held } = runner.standing()
      const before = this.seen.get(runner)
      if (before === undefined || before.progress !== progress || behind === 0 || held) {
        this.seen.set(runner, { progress, sinceMs: nowMs })
        continue
      }
      const stoodMs = nowMs - before.sinceMs
      if (stoodMs < this.stallMs) continue
      this.seen.delete(runner)
      stalled.push(runner)
      runner.abandon(
        new StalledError(
          `${runner.name}: no progress for ${Math.round(stoodMs / 1_000)} s although ${behind} offsets wait for it`,
        ),
      )
    }
    return stalled
  }
}
