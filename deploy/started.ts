import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

export interface Launch {
  readonly command: string
  readonly args: readonly string[]
  readonly env?: { readonly [name: string]: string }
  /** Where it runs; the caller's folder when left out. */
  readonly cwd?: string
  /** The file that takes what it prints. */
  readonly log: string
  /** It lives on when this process ends. */
  readonly detached: boolean
}

const startMs = 60_000
const stopMs = 20_000
const pollMs = 50

export function launch({ command, args, env, cwd, log, detached }: Launch): ChildProcess {
  const printed = openSync(log, 'w')
  const child = spawn(command, args, {
    stdio: ['ignore', printed, printed],
    env: { ...process.env, ...env },
    ...(cwd === undefined ? {} : { cwd }),
    detached,
  })
  closeSync(printed)
  // That a command is not there shows as its end.
  child.once('error', () => undefined)
  if (detached) child.unref()
  return child
}

/** Resolves when it serves, which `serves` tells of all that it printed; throws, with its last words, when it ends before or never does. */
export async function untilServing(
  what: string,
  child: ChildProcess,
  log: string,
  serves: (printed: string) => boolean | Promise<boolean>,
): Promise<void> {
  const exited = exitOf(child)
  const beganMs = performance.now()
  while (performance.now() - beganMs < startMs) {
    if (await serves(readFileSync(log, 'utf8'))) return
    const ended = await Promise.race([exited, sleep(pollMs)])
    if (ended === 'exited') throw new Error(`${what} ended at its start:\n${lastLines(log)}`)
  }
  throw new Error(`${what} has not started within ${startMs / 1_000} s:\n${lastLines(log)}`)
}

/** Resolves when it has ended; one that does not heed the signal is killed. */
export async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exited = exitOf(child)
  child.kill(signal)
  const ended = await Promise.race([exited, sleep(stopMs)])
  if (ended === 'exited') return
  child.kill('SIGKILL')
  await exited
}

function exitOf(child: ChildProcess): Promise<'exited'> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve('exited')
    else child.once('exit', () => resolve('exited'))
    // A command that is not there never exits.
    child.once('error', () => resolve('exited'))
  })
}

function lastLines(path: string): string {
  return readFileSync(path, 'utf8').trimEnd().split('\n').slice(-15).join('\n')
}
