import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { TaskCorruptedError } from '../../core/errors.ts'
import { type Checkpoint, readCheckpoint, writeCheckpoint } from './checkpoint-file.ts'

const checkpointOf = (states: Iterable<readonly [string, Uint8Array]>): Checkpoint => ({
  changelog: 'app._changelog.market/3',
  topicId: '0123456789abcdef0123456789abcdef',
  timeMs: 1_735_689_600_123,
  offset: 2 ** 40,
  position: Buffer.from([1, 0, 255]),
  states,
})

describe('a checkpoint on the disk', () => {
  let folder: string
  let path: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'alphapulse-checkpoint-'))
    path = join(folder, 'app.market', '3.checkpoint')
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  test('is what was written, however many states there are and whatever they are named', async () => {
    const odd = ['', 'ä€😀', '\u0000', '["s","k",""]', 'x'.repeat(2_000)]
    const many = Array.from({ length: 3_000 }, (_, n) => [`key ${n}`, Buffer.alloc(n % 700, n)])
    for (const states of [[], odd.map((name) => [name, Buffer.from(name)]), many]) {
      const written = checkpointOf(states as [string, Buffer][])
      await writeCheckpoint(path, written)
      const read = await readCheckpoint(path)
      expect(read).toMatchObject({ ...written, states: expect.any(Map) })
      expect([...(read?.states ?? [])]).toEqual(states)
    }
    expect(readdirSync(join(folder, 'app.market'))).toEqual(['3.checkpoint'])
  })

  test('is not there before it was written, and stays the old one where writing fails', async () => {
    expect(await readCheckpoint(path)).toBeUndefined()
    await writeCheckpoint(path, checkpointOf([['a', Buffer.from('old')]]))
    const failing = function* (): Generator<readonly [string, Uint8Array]> {
      yield ['a', Buffer.alloc(400_000)]
      throw new Error('no more memory')
    }
    await expect(writeCheckpoint(path, checkpointOf(failing()))).rejects.toThrow('no more memory')
    expect([...((await readCheckpoint(path))?.states ?? [])]).toEqual([['a', Buffer.from('old')]])
    expect(readdirSync(join(folder, 'app.market'))).toEqual(['3.checkpoint'])
  })

  test('is refused where any byte of it is another one, or missing, or too many', async () => {
    await writeCheckpoint(path, checkpointOf([['a', Buffer.from([1, 2, 3])]]))
    const whole = readFileSync(path)
    const broken = [Buffer.alloc(0), Buffer.alloc(32), Buffer.concat([whole, Buffer.from([0])])]
    for (let at = 0; at < whole.length; at++) {
      const flipped = Buffer.from(whole)
      flipped.writeUInt8(whole.readUInt8(at) ^ 1, at)
      broken.push(flipped, whole.subarray(0, at))
    }
    for (const bytes of broken) {
      writeFileSync(path, bytes)
      await expect(readCheckpoint(path)).rejects.toThrow(TaskCorruptedError)
    }
    expect(existsSync(path)).toBe(true)
  })
})
