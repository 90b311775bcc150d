import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { TaskFencedError } from '../core/errors.ts'

/** Keeps a second process out of a data folder; what a killed process left behind does not count. */
export class FolderLock {
  private readonly path: string

  constructor(folder: string) {
    this.path = join(folder, 'engine.lock')
    // Written first and linked then: nobody ever sees a lock that does not say whose it is.
    const mine = `${this.path}.${process.pid}`
    writeFileSync(mine, `${process.pid} ${startOf(process.pid)}\n`)
    try {
      for (let attempt = 0; attempt < attemptsMax; attempt++) {
        if (link(mine, this.path)) return
        this.refuseIfAlive(folder, this.path)
        this.moveAside(folder, `${mine}.stale`)
      }
    } finally {
      rmSync(mine, { force: true })
    }
    throw new TaskFencedError(`data folder ${folder}: its lock changes hands too fast; try again`)
  }

  release(): void {
    rmSync(this.path, { force: true })
  }

  private refuseIfAlive(folder: string, path: string): void {
    const [pid = '', start = ''] = holderOf(path)
    if (pid === '' || start === '' || startOf(Number(pid)) !== start) return
    throw new TaskFencedError(
      `data folder ${folder} is in use by process ${pid}; stop that one, or take another --data-dir`,
      { pid: Number(pid) },
    )
  }

  /** Takes a dead lock away, and puts it back when another process was faster and its own lock was caught. */
  private moveAside(folder: string, stale: string): void {
    try {
      renameSync(this.path, stale)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return
      throw error
    }
    try {
      this.refuseIfAlive(folder, stale)
    } catch (error) {
      link(stale, this.path)
      throw error
    } finally {
      rmSync(stale, { force: true })
    }
  }
}

const attemptsMax = 3

/** False when the second name is taken. */
function link(existing: string, name: string): boolean {
  try {
    linkSync(existing, name)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

function holderOf(path: string): string[] {
  try {
    return readFileSync(path, 'utf8').trim().split(' ')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}

/** When a process began, so that a number given to another process is not taken for the old one; '' when it is gone. */
function startOf(pid: number): string {
  let stat: string
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  } catch {
    // No /proc on this system, or no such process: a signal of 0 tells whether it lives.
    try {
      process.kill(pid, 0)
      return 'alive'
    } catch (error) {
      return (error as NodeJS.ErrnoException).code === 'EPERM' ? 'alive' : ''
    }
  }
  const [state = '', ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  // Killed, but not yet buried by its parent.
  return state === 'Z' || state === 'X' ? '' : (fields[18] ?? '')
}
