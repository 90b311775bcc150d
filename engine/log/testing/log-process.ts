/**
 * A process of its own around an lmdb log, for tests that kill it.
 * `write <folder>` commits for ever, as `committed <n>` on its output says; `hold <folder>` only
 * opens; `lock <folder>` only takes the lock. It begins at the first line of its input, so that it
 * can be started ahead, and ends with it.
 */
import { encodeState } from '../../state/codec.ts'
import { FolderLock } from '../folder-lock.ts'
import { LmdbLog } from '../lmdb.ts'
import { numbers, record, sample, samples } from './sample-records.ts'

export interface Progress {
  readonly commits: number
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

function writeForEver(log: LmdbLog): void {
  let commits = (log.restore('writer')?.position as Progress | undefined)?.commits ?? 0
  const next = (): void => {
    for (let at = 0; at < 1 + (commits % 50); at++)
      log.append(
        samples,
        at % 3,
        record(sample(commits, { text: 'x'.repeat((commits * 37) % 900) })),
      )
    log.append(numbers, 0, record(commits))
    commits++
    const bytes = encodeState(commits)
    const changes = [{ store: 's', key: 'k', slot: `${commits % 7}`, bytes }]
    log.commit([{ writer: 'writer', changes, position: { commits } }])
    say(`committed ${commits}`)
    setImmediate(next)
  }
  next()
}

function main(task: string, folder: string): void {
  try {
    if (task === 'lock') new FolderLock(folder)
    else {
      const log = new LmdbLog({
        folder,
        topics: [samples, numbers],
        partitions: 3,
        identity: {},
        durability: 'process',
      })
      if (task === 'write') writeForEver(log)
    }
    say('open')
  } catch (error) {
    say(`refused ${(error as Error).name}`)
  }
}

const [, , task = '', folder = ''] = process.argv
process.stdin.once('data', () => main(task, folder)).on('end', () => process.exit(0))
