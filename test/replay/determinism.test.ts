import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import type { Source } from '../../engine/core/source.ts'
import type { Topology } from '../../engine/core/topology.ts'
import type { Log } from '../../engine/log/log.ts'
import { randomSequence } from '../../operators/learning/random.ts'
import {
  chainEngine,
  chainTopology,
  type Digests,
  digestsOf,
  lmdbLog,
  memoryLog,
  runChain,
} from './chain.ts'
import {
  captureFiles,
  firstRows,
  haveData,
  monthFiles,
  rowsPerDay,
  sourceOf,
  tradeFile,
  whereAbsent,
} from './market-data.ts'

interface DataSet {
  readonly name: string
  /** What to replay, and how to clear it away. */
  open(): { readonly paths: readonly string[]; readonly remove: () => void }
  /** Times life at which the first minutes take about a second. */
  readonly speed: number
  readonly openAtSpeed: () => { readonly paths: readonly string[]; readonly remove: () => void }
  readonly topology: Topology
  readonly commits: readonly number[]
}

const whole = (paths: readonly string[]) => () => ({ paths, remove: () => undefined })
const spot = chainTopology({ market: 'spot' })

const dataSets: readonly DataSet[] = [
  {
    name: 'four days of klines of three symbols',
    open: () => firstRows(monthFiles, 4 * rowsPerDay),
    speed: 20_000,
    openAtSpeed: () => firstRows(monthFiles, 360),
    topology: chainTopology(),
    commits: [100, 20_000],
  },
  {
    name: 'raw captures of two symbols',
    open: whole(captureFiles),
    speed: 600,
    openAtSpeed: whole(captureFiles),
    topology: spot,
    commits: [100, 20_000],
  },
  {
    name: 'days of trades of one symbol',
    open: whole([tradeFile]),
    speed: 20_000,
    openAtSpeed: () => firstRows([tradeFile], 600),
    topology: spot,
    commits: [1, 5_000],
  },
]

for (const set of dataSets) {
  describe.skipIf(!haveData)(`${set.name}${whereAbsent}`, () => {
    const { topology } = set
    let files: ReturnType<DataSet['open']>
    let source: Source
    let expected: Digests

    beforeAll(async () => {
      files = set.open()
      source = await sourceOf(files.paths)
      expected = digestsOf(await runChain({ source, topology }))
      expect(expected.candles?.records).toBeGreaterThan(30)
    })
    afterAll(() => files.remove())

    test('give the same digests a second time', async () => {
      expect(digestsOf(await runChain({ source, topology }))).toEqual(expected)
    })

    for (const partitions of [1, 3, 6]) {
      test(`give the same digests over ${partitions === 1 ? 'one partition' : `${partitions} partitions`}, for any batch and commit`, async () => {
        // Both ways round over the partition counts: small batches with seldom commits, and large ones with many.
        const commits = partitions === 3 ? [...set.commits].reverse() : set.commits
        for (const [at, batch] of [7, 1_000].entries()) {
          const commitEvents = commits[at] as number
          const log = await runChain({ source, topology, partitions, batch, commitEvents })
          expect(digestsOf(log), `batch ${batch}, commit ${commitEvents}`).toEqual(expected)
        }
      })
    }

    test('give the same digests when they come at a finite speed', async () => {
      const few = set.openAtSpeed()
      onTestFinished(few.remove)
      const atOnce = await runChain({ source: await sourceOf(few.paths), topology })
      const paced = await runChain({ source: await sourceOf(few.paths, set.speed), topology })
      expect(digestsOf(paced)).toEqual(digestsOf(atOnce))
    })

    test('give the same digests when every record is encoded and decoded', async () => {
      const log = memoryLog({ topology, roundtrip: true })
      expect(digestsOf(await runChain({ source, topology, log }))).toEqual(expected)
    })

    test('give the same digests on lmdb', async () => {
      await withFolder(async (folder) => {
        const log = lmdbLog(folder)
        expect(digestsOf(await runChain({ source, topology, log }))).toEqual(expected)
        await log.close()
      })
    })

    test('give the same digests on memory when the engine crashes at random turns', async () => {
      const log = memoryLog({ topology })
      const crashes = await crashAtRandom(source, topology, 11, {
        open: () => log,
        // What a process loses when it dies: everything since the last commit.
        afterCrash: async () => log.abort(),
      })
      expect(crashes).toBeGreaterThan(5)
      expect(digestsOf(log)).toEqual(expected)
    })

    test('give the same digests on lmdb when the engine crashes at random turns and the folder is opened again', async () => {
      await withFolder(async (folder) => {
        let log = lmdbLog(folder)
        const crashes = await crashAtRandom(source, topology, 12, {
          open: () => log,
          afterCrash: async () => {
            await log.close()
            log = lmdbLog(folder)
          },
        })
        expect(crashes).toBeGreaterThan(5)
        expect(digestsOf(log)).toEqual(expected)
        await log.close()
      })
    })
  })
}

/** Runs to the end through up to ten crashes; gives how many there were. */
async function crashAtRandom(
  source: Source,
  topology: Topology,
  seed: number,
  { open, afterCrash }: { readonly open: () => Log; readonly afterCrash: () => Promise<void> },
): Promise<number> {
  const random = randomSequence(seed)
  for (let crashes = 0; ; crashes++) {
    // Turns differ in number by what is replayed: some die young, some late.
    let turns = crashes < 10 ? Math.ceil(2 ** (1 + 8 * random())) : Number.POSITIVE_INFINITY
    const engine = chainEngine({
      source,
      topology,
      log: open(),
      batch: 100,
      commitEvents: 150,
      onTurn: () => {
        if (turns-- === 0) throw new Error('crash')
      },
    })
    try {
      await engine.run()
      return crashes
    } catch (error) {
      if ((error as Error).message !== 'crash') throw error
      await afterCrash()
    }
  }
}

async function withFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'alphapulse-chain-'))
  try {
    await use(folder)
  } finally {
    rmSync(folder, { recursive: true })
  }
}
