import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import type { Engine } from '../../engine/core/engine.ts'
import type { Source } from '../../engine/core/source.ts'
import type { Topology } from '../../engine/core/topology.ts'
import { chainEngine, chainTopology, runChain } from './chain.ts'
import {
  cutAt,
  dayMs,
  firstRows,
  haveData,
  monthFiles,
  monthStartMs,
  oneInstantAtATime,
  rowsPerDay,
  sourceOf,
  tradeFile,
  whereAbsent,
} from './market-data.ts'
import { type DigestsSoFar, DigestsUpTo } from './running-digests.ts'

describe.skipIf(!haveData)(`the whole chain${whereAbsent}`, () => {
  let klines: Source
  let files: ReturnType<typeof firstRows>

  beforeAll(async () => {
    files = firstRows(monthFiles, 5 * rowsPerDay)
    klines = await sourceOf(files.paths)
  })
  afterAll(() => files.remove())

  test('says of a shorter input what it says of the longer one up to there', async () => {
    const whole = new DigestsUpTo(await runChain({ source: klines }))
    // On a quarter of an hour, one minute and half a minute behind it, and anywhere.
    for (const days of [0.3, 0.3 + 1 / 1_440, 1.000_35, 2.71, 3.9, 4.6]) {
      const engine = chainEngine({ source: cutAt(klines, monthStartMs + days * dayMs) })
      await engine.run()
      const commonMs = engine.watermarkMs()
      const cut = new DigestsUpTo(engine.log)
      expect(cut.at(commonMs), `cut after ${days} days`).toEqual(whole.at(commonMs))
      expect(cut.at(Number.POSITIVE_INFINITY), `cut after ${days} days`).toEqual(cut.at(commonMs))
    }
  })

  test('has said at every kline, with nothing behind it read, what it says in the end', async () => {
    await sameAtEveryInstant(klines, chainTopology(), 5 * rowsPerDay)
  })

  test('has said so at every kline too where regimes choose what is scanned', async () => {
    const one = firstRows(monthFiles.slice(1, 2), 5 * rowsPerDay)
    onTestFinished(one.remove)
    const topology = chainTopology({ regimeAdapt: true })
    await sameAtEveryInstant(await sourceOf(one.paths), topology, 5 * rowsPerDay - 1)
  })

  test('has said at every trade, with nothing behind it read, what it says in the end', async () => {
    const few = firstRows([tradeFile], 6_000)
    onTestFinished(few.remove)
    const source = await sourceOf(few.paths)
    await sameAtEveryInstant(source, chainTopology({ market: 'spot' }), 3_000)
  })
})

/**
 * What stands in the log, up to its watermark, when the chain has done all it can with the input up
 * to an instant cannot depend on what comes later. That it is also what a run with everything at
 * hand says up to there shows that no operator used what it had before its time.
 */
async function sameAtEveryInstant(
  source: Source,
  topology: Topology,
  instantsMin: number,
): Promise<void> {
  const whole = new DigestsUpTo(await runChain({ source, topology, batch: 100_000 }))
  const seen: { readonly watermarkMs: number; readonly digests: DigestsSoFar }[] = []
  let running: DigestsUpTo | undefined
  let engine: Engine | undefined
  const stepwise = oneInstantAtATime(source, () => {
    if (engine === undefined) return
    running ??= new DigestsUpTo(engine.log)
    const watermarkMs = engine.watermarkMs()
    seen.push({ watermarkMs, digests: running.at(watermarkMs) })
  })
  engine = chainEngine({ source: stepwise, topology, partitions: 2 })
  await engine.run()
  expect(seen.length).toBeGreaterThan(instantsMin)
  for (const [at, { watermarkMs, digests }] of seen.entries()) {
    expect(digests, `instant ${at}, watermark ${watermarkMs}`).toEqual(whole.at(watermarkMs))
  }
}
