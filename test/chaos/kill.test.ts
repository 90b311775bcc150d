import { describe, expect, onTestFinished, test } from 'vitest'
import { digestsOf, runChain } from '../replay/chain.ts'
import {
  dayMs,
  firstRows,
  haveData,
  monthFiles,
  monthStartMs,
  rowsPerDay,
  sourceOf,
  whereAbsent,
} from '../replay/market-data.ts'
import { type Kill, killedReplay } from './killed-replay.ts'

const days = 2
const kills = 5

describe.skipIf(!haveData)(`the replay command${whereAbsent}`, () => {
  test('writes the same history when it is killed with SIGKILL and started again, five times', async () => {
    const seed = Date.now() % 1_000_000
    const files = firstRows(monthFiles, days * rowsPerDay)
    onTestFinished(files.remove)
    const seen: Kill[] = []
    const killed = await killedReplay({
      paths: files.paths,
      fromMs: monthStartMs,
      toMs: monthStartMs + days * dayMs,
      kills,
      seed,
      onKill: (kill) => seen.push(kill),
    })
    expect(killed.finished).toBe(true)
    expect(seen).toHaveLength(kills)
    // The chain without the command, in this process and in memory, is the undisturbed run.
    const expected = digestsOf(await runChain({ source: await sourceOf(files.paths) }))
    const found = killed.digests.map(({ topic, records, digest }) => [topic, { records, digest }])
    expect(Object.fromEntries(found), `seed ${seed}`).toEqual(expected)
  })
})
