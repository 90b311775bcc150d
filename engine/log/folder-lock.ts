import { closeSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { TaskFencedError } from '../core/errors.ts'

/** Keeps a second process out of a data folder; what a killed process left behind does not count. */
export class FolderLock {
  private readonly path: string

  constructor(folder: string) {
    this.path = join(folder, 'engine.lock')
    for (let attempt = 0; attempt < 3; attempt++) {
      try {
        const file = openSync(this.path, 'wx')
        writeSync(file, `${process.pid} ${startOf(process.pid)}\n`)
        closeSync(file)
        return
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
        const [pid = '', start = ''] = this.holder()
        if (pid !== '' && startOf(Number(pid)) === start && start !== '') {
          throw new TaskFencedError(
            `data folder ${folder} is in use by process ${pid}; stop that one, or take another --data-dir`,
            { pid: Number(pid) },
          )
        }
        rmSync(this.path, { force: true })
      }
    }
    throw new TaskFencedError(`data folder ${folder}: its lock changes hands too fast; try again`)
  }

  release(): void {
    rmSync(this.path, { force: true })
  }

  private holder(): string[] {
    try {
      return readFileSync(this.path, 'utf8').trim().split(' ')
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
      throw error
    }
  }
}

/** When a process began, so that a number given to another process is not taken for the old one; '' when it is gone. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''
  } catch {
    // No /proc on this system, or no such process: a signal of 0 tells whether it lives.
    try {
      process.kill(pid, 0)
      return 'alive'
    } catch {
      return ''
    }
  }
}
