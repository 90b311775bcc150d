import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { randomSequence } from '../../operators/learning/random.ts'
import { CommittedClock } from './committed-clock.ts'
import { ReplayProcess, type ReplayResult } from './replay-process.ts'

export interface ChaosOptions {
  readonly paths: readonly string[]
  /** Event times of the input. */
  readonly fromMs: number
  readonly toMs: number
  readonly kills: number
  readonly seed: number
  readonly onKill?: (kill: Kill) => void
}

export interface Kill {
  readonly number: number
  /** How long the process lived. */
  readonly livedMs: number
  /** How far the committed source clock was; −Infinity before the first commit. */
  readonly clockMs: number
  /** The same, as a share of the input. */
  readonly share: number
}

/** Time that a process gets between two kills beside its start, roughly. */
const lifeMs = 200
/** The input takes at least so long, so that nobody is through with it between two looks. */
const leastMs = 8_000
/** A process that is to be killed in its start lives at most so long. */
const startMs = 1_500
const startKills = 0.2
/** Kills aim at this share of the input, and none comes later than at the next. */
const aimMax = 0.8
const lastShare = 0.85
const lookMs = 4
/** No kill waits longer than this for its time to come. */
const patienceMs = 60_000

/** Runs a replay in a process of its own, undisturbed, at full speed or so many times faster than life. */
export async function undisturbedReplay(
  paths: readonly string[],
  speed = 'max',
): Promise<ReplayResult> {
  return inFolder(async (folder) => {
    const end = await new ReplayProcess(flagsOf(paths, folder, speed)).ended
    if (end.killed) throw new Error('the undisturbed replay was killed')
    return end.result
  })
}

/**
 * Runs the same replay, killed with SIGKILL again and again and started again in its folder, until
 * it has been killed so often and ends by itself. Most kills come when the clock has passed a random
 * time of the input, a random while later; some while the process starts and recovers.
 */
export async function killedReplay(options: ChaosOptions): Promise<ReplayResult> {
  const { paths, fromMs, toMs, kills, seed, onKill } = options
  const random = randomSequence(seed)
  const seconds = Math.max(leastMs, (kills + 1) * lifeMs) / 1_000
  const speed = String(Math.ceil((toMs - fromMs) / 1_000 / seconds))
  const lastMs = fromMs + lastShare * (toMs - fromMs)
  const targets = Array.from({ length: kills }, () => fromMs + random() * aimMax * (toMs - fromMs))
  targets.sort((a, b) => a - b)
  return inFolder(async (folder) => {
    for (let number = 1; ; number++) {
      const replay = new ReplayProcess(flagsOf(paths, folder, number > kills ? 'max' : speed))
      if (number > kills) {
        const end = await replay.ended
        if (end.killed) throw new Error('the last replay was killed by somebody else')
        return end.result
      }
      const bornMs = performance.now()
      const clock = new CommittedClock(folder)
      const inStart = random() < startKills
      const delayMs = random() * (inStart ? startMs : lifeMs)
      const targetMs = targets[number - 1] ?? lastMs
      const bornClockMs = clock.readMs()
      // It has recovered and gone on when the clock moves again.
      const isThere = () => clock.readMs() > bornClockMs && clock.readMs() >= targetMs
      if (!inStart) await until(replay, isThere)
      const dueMs = performance.now() + delayMs
      await until(replay, () => performance.now() >= dueMs || clock.readMs() >= lastMs)
      const clockMs = clock.readMs()
      const alive = replay.running
      replay.kill()
      const livedMs = performance.now() - bornMs
      const end = await replay.ended
      await clock.close()
      if (!alive || !end.killed) throw new Error(`the replay ended before kill ${number}`)
      const share = Math.max(0, (clockMs - fromMs) / (toMs - fromMs))
      onKill?.({ number, livedMs, clockMs, share })
    }
  })
}

/** Looks again and again until something is so, or the process is gone. */
async function until(replay: ReplayProcess, isSo: () => boolean): Promise<void> {
  const endMs = performance.now() + patienceMs
  while (replay.running && !isSo()) {
    if (performance.now() > endMs) throw new Error('the replay does not get on')
    await sleep(lookMs)
  }
}

function flagsOf(paths: readonly string[], folder: string, speed: string): readonly string[] {
  return [
    ...paths.flatMap((path) => ['--data', path]),
    ...['--data-dir', folder, '--json', '--no-clickhouse'],
    // Small ones, so that a kill often falls into one.
    ...['--batch', '20', '--commit', '40', '--speed', speed],
  ]
}

async function inFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const parent = mkdtempSync(join(tmpdir(), 'alphapulse-chaos-'))
  try {
    return await use(join(parent, 'data'))
  } finally {
    rmSync(parent, { recursive: true })
  }
}
