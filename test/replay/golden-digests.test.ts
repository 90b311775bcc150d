import { readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { chainTopology, type Digests, digestsOf, runChain } from './chain.ts'
import {
  captureFiles,
  haveData,
  monthFiles,
  sourceOf,
  tradeFile,
  whereAbsent,
} from './market-data.ts'

/**
 * The digests of whole runs, the same on every machine and on every Node: checked against what was
 * written down. A change that is meant to change them renews the file:
 * `UPDATE_GOLDEN=1 npx vitest run test/replay/golden-digests`; the difference shows in review.
 */
const goldenFile = new URL('digests.golden.json', import.meta.url)
const renewing = process.env.UPDATE_GOLDEN === '1'

type Golden = { [name: string]: Digests }

function golden(): Golden {
  return JSON.parse(readFileSync(goldenFile, 'utf8')) as Golden
}

function check(name: string, found: Digests): void {
  if (renewing) {
    const renewed = { ...golden(), [name]: found }
    writeFileSync(goldenFile, `${JSON.stringify(renewed, null, 2)}\n`)
  }
  expect(found).toEqual(golden()[name])
}

const spot = chainTopology({ market: 'spot' })

describe.skipIf(!haveData)(`the golden digests${whereAbsent}`, () => {
  test('are those of the month of three symbols, over one partition and over three', async () => {
    const source = await sourceOf(monthFiles)
    check('month', digestsOf(await runChain({ source })))
    expect(digestsOf(await runChain({ source, partitions: 1 }))).toEqual(golden().month)
  })

  test('are those of the raw captures of two symbols', async () => {
    const source = await sourceOf(captureFiles)
    check('captures', digestsOf(await runChain({ source, topology: spot })))
  })

  test('are those of the trades of one symbol', async () => {
    const source = await sourceOf([tradeFile])
    check('trades', digestsOf(await runChain({ source, topology: spot })))
  })
})
