import { setTimeout as sleep } from 'node:timers/promises'
import { UncertainCommitError } from '../../core/errors.ts'
import type { OnWarning } from './client.ts'
import { StalledError } from './stall-watch.ts'

export interface KeptRunning<Runner> {
  readonly name: string
  /** Whether it is still to run here. */
  readonly wanted: () => boolean
  readonly start: () => Promise<Runner>
  readonly onWarning: OnWarning
  readonly onRestart: (error: unknown) => void
  /** An error, beside those of a cluster that is away, behind which it is tried again, and after how long. */
  readonly retryBehind?: (error: unknown) => number | undefined
}

/**
 * What lost its brokers, or a commit whose outcome nobody knows, is taken over again and goes on from its
 * last commit. Throws what trying again does not mend.
 */
export async function keepRunning<Runner extends { run(): Promise<void>; stop(): void }>(
  kept: KeptRunning<Runner>,
): Promise<void> {
  const { name, wanted, start, onWarning, onRestart, retryBehind } = kept
  for (let waitMs = firstRetryMs; wanted(); waitMs = Math.min(waitMs * 2, lastRetryMs)) {
    try {
      const runner = await start()
      if (!wanted()) runner.stop()
      await runner.run()
      return
    } catch (error) {
      const ownMs = retryBehind?.(error)
      if (ownMs === undefined && !isPassing(error)) throw error
      if (!wanted()) return
      onWarning(`${name}: ${(error as Error).message}; it is taken over again`)
      onRestart(error)
      await sleep(ownMs ?? waitMs)
    }
  }
}

/** The cluster is away, or has to be asked anew: not a fault of what runs. */
function isPassing(error: unknown): boolean {
  return (
    error instanceof UncertainCommitError ||
    error instanceof StalledError ||
    (error as Error).name.startsWith('KafkaJS')
  )
}

const firstRetryMs = 100
const lastRetryMs = 5_000
