import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Source } from '../../engine/core/source.ts'
import type { SubTopology } from '../../engine/core/sub-topology.ts'
import { chainTopology, type Digests, digestsOf, lmdbLog, memoryLog, runChain } from './chain.ts'
import {
  captureFiles,
  firstRows,
  fundingFiles,
  haveData,
  monthFiles,
  rowsPerDay,
  sourceOf,
  tradeFile,
  whereAbsent,
} from './market-data.ts'

const days = 2
const everyPipeline = [
  'candles',
  'price-times',
  'features',
  'regimes',
  'embeddings',
  'head-votes',
  'judgement',
]
const cuts = [
  ['features'],
  ['regimes'],
  ['embeddings'],
  ['head-votes'],
  ['features', 'head-votes'],
  everyPipeline,
]
const whole = (paths: readonly string[]) => () => ({ paths, remove: () => undefined })
const dataSets = [
  {
    name: `${days} days of klines and funding of three symbols`,
    market: 'perpetual',
    open: () => {
      const klines = firstRows(monthFiles, days * rowsPerDay)
      const funding = firstRows(fundingFiles, days * 3)
      const remove = (): void => {
        klines.remove()
        funding.remove()
      }
      return { paths: [...klines.paths, ...funding.paths], remove }
    },
  },
  { name: 'days of trades of one symbol', market: 'spot', open: whole([tradeFile]) },
  { name: 'raw captures of two symbols', market: 'spot', open: whole(captureFiles) },
] as const

for (const { name, market, open } of dataSets) {
  describe.skipIf(!haveData)(`the chain that was cut, on ${name}${whereAbsent}`, () => {
    let files: ReturnType<typeof open>
    let source: Source
    let uncut: Digests
    beforeAll(async () => {
      files = open()
      source = await sourceOf(files.paths)
      uncut = digestsOf(await runChain({ source, topology: chainTopology({ market }) }))
      expect(uncut.candles?.records).toBeGreaterThan(30)
    })
    afterAll(() => files.remove())

    for (const cut of cuts) {
      test(`has the digests of the uncut one: ${cut.join(', ')}`, async () => {
        const topology = chainTopology({ market }, cut)
        const one = await runChain({ source, topology, partitions: 1 })
        expect(digestsOf(one), 'one partition').toEqual(uncut)
        const log = memoryLog({ topology, roundtrip: true })
        const three = await runChain({ source, topology, log, batch: 50, commitEvents: 100 })
        expect(digestsOf(three), 'three partitions, encoded, small batches').toEqual(uncut)
      })
    }

    test('has the digests of the uncut one on lmdb', async () => {
      const folder = mkdtempSync(join(tmpdir(), 'alphapulse-cut-'))
      const topology = chainTopology({ market }, ['features', 'head-votes'])
      const log = lmdbLog(folder, topology)
      expect(digestsOf(await runChain({ source, topology, log }))).toEqual(uncut)
      await log.close()
      rmSync(folder, { recursive: true })
    })
  })
}

describe.skipIf(!haveData)(`without the order of the uncut chain${whereAbsent}`, () => {
  test('a stage that takes records of one time topic by topic tells another history', async () => {
    // A minute that is scanned comes before the hour that closes with it, and must not know it.
    const adapting = { regimeAdapt: true }
    const files = firstRows(monthFiles.slice(1, 2), 5 * rowsPerDay)
    const source = await sourceOf(files.paths)
    const topology = chainTopology(adapting, ['features'])
    const broken = { ...topology, subTopologies: topology.subTopologies.map(topicByTopic) }
    const uncut = digestsOf(await runChain({ source, topology: chainTopology(adapting) }))
    expect(digestsOf(await runChain({ source, topology }))).toEqual(uncut)
    expect(digestsOf(await runChain({ source, topology: broken }))).not.toEqual(uncut)
    files.remove()
  })
})

function topicByTopic(spec: SubTopology): SubTopology {
  if (spec.merge !== 'chain') return spec
  return {
    ...spec,
    merge: 'stream',
    inputs: spec.inputs.map((input, rank) => ({ ...input, rank })),
  }
}
