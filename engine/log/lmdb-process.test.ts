import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { StorageError, TaskFencedError } from '../core/errors.ts'
import { decodeState, encodeState } from '../state/codec.ts'
import { LmdbLog } from './lmdb.ts'
import type { Progress } from './testing/log-process.ts'
import { numbers, readAll, record, type Sample, sample, samples } from './testing/sample-records.ts'

let folder: string
let children: ChildProcess[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'alphapulse-kill-'))
})
afterEach(async () => {
  await Promise.all(children.map(killed))
  children = []
  rmSync(folder, { recursive: true, force: true })
})

function openHere(path = folder): LmdbLog {
  return new LmdbLog({
    folder: path,
    topics: [samples, numbers],
    partitions: 3,
    identity: {},
    durability: 'process',
  })
}

const script = new URL('./testing/log-process.ts', import.meta.url).pathname

function start(task: string): ChildProcess {
  const child = spawn(process.execPath, ['--import', 'tsx', script, task, folder], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  children.push(child)
  return child
}

/** Lets a child begin, and gives the first line of its output that answers. */
async function said<T>(child: ChildProcess, answer: (line: string) => T | undefined): Promise<T> {
  if (child.stdout === null) throw new TypeError('the child has no output')
  child.stdin?.write('begin\n')
  for await (const line of createInterface({ input: child.stdout })) {
    const found = answer(line)
    if (found !== undefined) return found
  }
  throw new Error('the child ended without an answer')
}

async function killed(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGKILL')
  await gone
}

const opened = (line: string): string | undefined => (line === 'open' ? line : undefined)

describe('a second process', () => {
  test('is refused while the first one lives, and takes over when it was killed', async () => {
    const child = start('hold')
    await said(child, opened)
    expect(() => openHere()).toThrow(TaskFencedError)
    expect(() => openHere()).toThrow(`in use by process ${child.pid}`)
    await killed(child)
    expect(existsSync(join(folder, 'engine.lock'))).toBe(true)
    await openHere().close()
  })

  test('gets a dead lock alone, however many try at once', async () => {
    const dead = start('lock')
    await said(dead, opened)
    await killed(dead)
    const racing = [1, 2, 3].map(() => start('lock'))
    const answers = await Promise.all(racing.map((child) => said(child, (line) => line)))
    expect(answers.sort()).toEqual(['open', 'refused TaskFencedError', 'refused TaskFencedError'])
  })
})

/** What commit number n, counted from 0, appended to `samples`. */
const samplesOf = (commit: number): number => 1 + (commit % 50)

/** Everything of each commit is there, or nothing of it. */
function assertWhole(log: LmdbLog): number {
  const commits = (log.restore('writer')?.position as Progress | undefined)?.commits ?? 0
  expect(readAll(log, numbers).map(({ value }) => value)).toEqual(
    Array.from({ length: commits }, (_, n) => n),
  )
  const seen = new Map<number, number>()
  for (const partition of [0, 1, 2]) {
    for (const { value } of readAll(log, samples, partition)) {
      const { n } = value as Sample
      seen.set(n, (seen.get(n) ?? 0) + 1)
    }
  }
  expect(seen.size).toBe(commits)
  for (const [commit, count] of seen) expect(count).toBe(samplesOf(commit))
  const states = [...(log.restore('writer')?.state ?? [])].map(({ bytes }) => decodeState(bytes))
  const last = Array.from({ length: Math.min(7, commits) }, (_, back) => commits - back)
  expect(states.sort()).toEqual(last.sort())
  return commits
}

test('a process that is killed in the middle of its commits leaves whole ones, and all it spoke of', async () => {
  let commits = 0
  let next = start('write')
  for (let kill = 0; kill < 15; kill++) {
    const child = next
    next = start('write')
    const until = commits + 1 + kill * 7
    const spoken = await said(child, (line) => {
      const [, number] = /^committed (\d+)$/.exec(line) ?? []
      return Number(number) >= until ? Number(number) : undefined
    })
    await killed(child)
    const log = openHere()
    commits = assertWhole(log)
    expect(commits, `kill ${kill}`).toBeGreaterThanOrEqual(spoken)
    await log.close()
  }
})

describe('a full disk', () => {
  let disk: string
  let mounted = false
  beforeEach(() => {
    disk = join(folder, 'disk')
    mkdirSync(disk)
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', disk], { stdio: 'ignore' })
      mounted = true
    } catch {
      mounted = false
    }
  })
  afterEach(() => {
    if (mounted) execFileSync('umount', [disk])
  })

  test('is a StorageError; the folder opens again with the last commit and goes on when there is room', async ({
    skip,
  }) => {
    skip(!mounted, 'cannot mount a small disk here: run as root')
    let log = openHere(disk)
    let commits = 0
    const commitOne = (): void => {
      log.append(samples, 0, record(sample(commits, { bytes: Buffer.alloc(30_000, commits) })))
      log.append(numbers, 0, record(commits))
      const bytes = encodeState(commits)
      log.commit([
        { writer: 'w', changes: [{ store: 's', key: 'k', slot: '', bytes }], position: commits },
      ])
      commits++
    }
    let failure: unknown
    for (let tries = 0; tries < 1_000 && failure === undefined; tries++) {
      try {
        commitOne()
      } catch (error) {
        failure = error
      }
    }
    expect(failure).toBeInstanceOf(StorageError)
    expect(String(failure)).toContain('is full: nothing of the last commit was written')
    expect(commits).toBeGreaterThan(5)
    // Trying again fails alike and harms nothing.
    log.abort()
    expect(commitOne).toThrow(StorageError)
    await log.close()

    log = openHere(disk)
    expect(log.restore('w')?.position).toBe(commits - 1)
    expect(readAll(log, numbers)).toHaveLength(commits)
    expect(readAll(log, samples).map(({ value }) => (value as Sample).bytes[0])).toEqual(
      Array.from({ length: commits }, (_, n) => n % 256),
    )
    execFileSync('mount', ['-o', 'remount,size=8m', disk])
    expect(statfsSync(disk).bfree).toBeGreaterThan(0)
    commitOne()
    expect(readAll(log, numbers)).toHaveLength(commits)
    await log.close()
  })
})
