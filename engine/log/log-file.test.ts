import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { numberTopic } from '../testing/listed-source.ts'
import { LmdbLog } from './lmdb.ts'
import { LmdbReader } from './lmdb-reader.ts'
import { logPath, unfinishedPath } from './log-file.ts'

const root = mkdtempSync(join(tmpdir(), 'alphapulse-log-file-'))
afterAll(() => rmSync(root, { recursive: true }))
const topics = [numberTopic('numbers')]

function openLog(folder: string): LmdbLog {
  return new LmdbLog({ folder, topics, partitions: 2, identity: {}, durability: 'process' })
}

test('a log that a killed process left unfinished is made anew, and goes on under its name', async () => {
  const folder = join(root, 'left')
  await openLog(folder).close()
  rmSync(logPath(folder))
  for (const suffix of ['', '-lock']) writeFileSync(unfinishedPath(folder) + suffix, 'half')
  const log = openLog(folder)
  log.append(topics[0] as never, 0, { key: 'a', value: 1, timeMs: 1 })
  log.commit([])
  const reader = new LmdbReader({ folder, topics })
  expect(reader.end(topics[0] as never, 0)).toBe(1)
  await reader.close()
  await log.close()
  const again = openLog(folder)
  expect(again.end(topics[0] as never, 0)).toBe(1)
  await again.close()
  expect(readdirSync(folder).sort()).toEqual(['log.mdb', 'log.mdb-lock'])
})

test('a reader may open a log in the instant in which another process makes it', async () => {
  const count = 60
  const script = fileURLToPath(new URL('testing/create-folders.ts', import.meta.url))
  const child = spawn(process.execPath, ['--import', 'tsx', script, root, String(count)], {
    stdio: 'inherit',
  })
  const ended = once(child, 'exit')
  for (let at = 0; at < count; at++) {
    const folder = join(root, String(at))
    while (!existsSync(logPath(folder)) && child.exitCode === null)
      await new Promise((resolve) => setImmediate(resolve))
    const reader = new LmdbReader({ folder, topics })
    expect(reader.partitions(topics[0] as never)).toBe(2)
    await reader.close()
  }
  expect(await ended).toEqual([0, null])
})
