import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { SavedState } from './changelog.ts'
import { type ChangelogPlace, Checkpoints, faultOf } from './checkpoints.ts'
import { tombstonesKeptMs } from './topic-specs.ts'

const place: ChangelogPlace = {
  topic: 'app._changelog.market',
  partition: 2,
  topicId: 'aa',
  start: 10,
  end: 100,
}
const nowMs = Date.UTC(2026, 10, 21)
const dayMs = 86_400_000
const good = { changelog: 'app._changelog.market/2', topicId: 'aa', timeMs: nowMs, offset: 50 }

describe('whether a changelog can be read on from a checkpoint', () => {
  const cases = [
    { name: 'in the midst of it', more: {}, fault: undefined },
    { name: 'at its beginning', more: { offset: 10 }, fault: undefined },
    { name: 'at its end', more: { offset: 100 }, fault: undefined },
    { name: 'five days ago', more: { timeMs: nowMs - 5 * dayMs }, fault: undefined },
    {
      name: 'of another task',
      more: { changelog: 'app._changelog.market/1' },
      fault: 'it is of app._changelog.market/1, not of app._changelog.market/2',
    },
    {
      name: 'of a topic that was there before',
      more: { topicId: 'bb' },
      fault: 'app._changelog.market was deleted and made anew since',
    },
    {
      name: 'beyond its end',
      more: { offset: 101 },
      fault: 'it goes to offset 101; app._changelog.market/2 has 10 to 100',
    },
    {
      name: 'before its beginning',
      more: { offset: 9 },
      fault: 'it goes to offset 9; app._changelog.market/2 has 10 to 100',
    },
    {
      name: 'from before what is deleted is forgotten',
      more: { timeMs: nowMs - tombstonesKeptMs },
      fault: 'it is 7.0 days old; what was deleted since may be forgotten',
    },
    {
      name: 'of tomorrow',
      more: { timeMs: nowMs + dayMs },
      fault: 'it is of 2026-11-22T00:00:00.000Z, which is yet to come',
    },
  ]
  for (const { name, more, fault } of cases) {
    test(name, () => expect(faultOf({ ...good, ...more }, place, nowMs)).toBe(fault))
  }
})

describe('the checkpoints of a process', () => {
  let folder: string
  let warnings: string[]
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'alphapulse-checkpoints-'))
    warnings = []
  })
  afterEach(() => {
    vi.useRealTimers()
    rmSync(folder, { recursive: true })
  })
  const checkpoints = (everyMs: number, everyBytes: number, inFolder = folder): Checkpoints =>
    new Checkpoints({ folder: inFolder, everyMs, everyBytes }, (text) => warnings.push(text))
  const stateAt = (offset: number): SavedState => ({
    offset,
    position: Buffer.from('here'),
    states: new Map([['a', Buffer.from(String(offset))]]),
  })
  /** The offset of the one that lies there. */
  const lying = async (): Promise<number | undefined> =>
    (await checkpoints(1e9, 1e9).of('app.market', place).read())?.offset

  test('are written behind so many bytes, behind so much time, and at the end', async () => {
    const one = checkpoints(60_000, 1_000).of('app.market', place)
    expect(await one.read()).toBeUndefined()
    one.committed(999, () => stateAt(11))
    expect(await lying()).toBeUndefined()
    one.committed(1, () => stateAt(12))
    await vi.waitFor(async () => expect(await lying()).toBe(12))
    const passed = performance.now() + 60_000
    vi.spyOn(performance, 'now').mockReturnValue(passed)
    one.committed(1, () => stateAt(13))
    vi.restoreAllMocks()
    await vi.waitFor(async () => expect(await lying()).toBe(13))
    one.committed(1, () => stateAt(14))
    await one.close(() => stateAt(14))
    expect(await lying()).toBe(14)
    expect(warnings).toEqual([])
  })

  test('are not written again where nothing was committed since', async () => {
    const first = checkpoints(0, 0).of('app.market', place)
    await first.close(() => stateAt(20))
    writeFileSync(join(folder, 'checkpoints', 'app.market', '2.checkpoint'), 'as it is')
    await first.close(() => stateAt(20))
    expect(await lying()).toBeUndefined()
    expect(warnings.join()).toMatch(
      /2\.checkpoint is not used, the whole changelog is read: its checksum does not fit$/,
    )
    await first.close(() => undefined)
    await first.close(() => stateAt(21))
    expect(await lying()).toBe(21)
  })

  test('tell which tasks have one here', async () => {
    const here = checkpoints(0, 0)
    expect(await here.tasksOf('app.market')).toEqual([])
    for (const partition of [7, 10])
      await here.of('app.market', { ...place, partition }).close(() => stateAt(20))
    await here.of('app.desk', { ...place, partition: 0 }).close(() => stateAt(20))
    writeFileSync(join(folder, 'checkpoints', 'app.market', '3.checkpoint.unfinished-0'), '')
    expect([...(await here.tasksOf('app.market'))].sort()).toEqual([10, 7])
    expect(await here.tasksOf('app.desk')).toEqual([0])
  })

  test('only warn where they cannot be written or listed', async () => {
    const file = join(folder, 'a file')
    writeFileSync(file, '')
    const nowhere = checkpoints(0, 0, file)
    await nowhere.of('app.market', place).close(() => stateAt(20))
    expect(await nowhere.tasksOf('app.market')).toEqual([])
    expect(warnings).toEqual([
      expect.stringMatching(/2\.checkpoint was not written: .*ENOTDIR|EEXIST/),
      expect.stringMatching(/app\.market are not used: .*ENOTDIR/),
    ])
  })
})
