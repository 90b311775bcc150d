import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Source } from '../../engine/core/source.ts'
import type { Log } from '../../engine/log/log.ts'
import { calibrated } from '../../operators/consensus/calibration.ts'
import { ruleNames } from '../../operators/learning/rules/catalogue.ts'
import { tradingDefaults } from '../../operators/trading/trading-settings.ts'
import { topics } from '../../schemas/topics.ts'
import {
  chainEngine,
  chainTopology,
  digestsOf,
  lmdbLog,
  memoryLog,
  recordsOf,
  runChain,
  valuesOf,
} from './chain.ts'
import {
  firstRows,
  haveData,
  monthFiles,
  rowsPerDay,
  sourceOf,
  whereAbsent,
} from './market-data.ts'

const topology = chainTopology({ learningRule: 'mixture', calibrate: true })

describe.skipIf(!haveData)(`seven days of three symbols${whereAbsent}`, () => {
  let files: ReturnType<typeof firstRows>
  let source: Source
  let byDefault: Log
  let chosen: Log

  beforeAll(async () => {
    files = firstRows(monthFiles, 7 * rowsPerDay)
    source = await sourceOf(files.paths)
    byDefault = await runChain({ source })
    chosen = await runChain({ source, topology })
  })
  afterAll(() => files.remove())

  test('have every rule scored once by each real outcome, from the first on', () => {
    const scores = valuesOf(byDefault, topics.ruleScores)
    const real = valuesOf(byDefault, topics.outcomes).filter(({ kind }) => kind === 'real')
    expect(real.length).toBeGreaterThan(tradingDefaults.outcomesMin)
    expect(scores.map(({ outcome_id }) => outcome_id).sort()).toEqual(
      real.map(({ id }) => id).sort(),
    )
    scores.forEach(({ rules, drives }, at) => {
      expect(drives).toBe('outcome')
      expect(rules.map(({ rule }) => rule)).toEqual([...ruleNames])
      for (const { outcomes } of rules) expect(outcomes).toBe(at + 1)
    })
  })

  test('have the rule of today scored by the weights then in force', () => {
    const versions = valuesOf(byDefault, topics.weights)
    const lessons = versions.filter(({ trigger }) => trigger === 'outcome')
    const before = new Map(
      lessons.map(({ cause, version }) => [cause, versions[version - 2]?.weights]),
    )
    const scored = valuesOf(byDefault, topics.ruleScores).flatMap(({ outcome_id, rules }) => {
      const weights = before.get(outcome_id)
      return weights === undefined ? [] : [{ weights, rules }]
    })
    expect(scored.length).toBeGreaterThan(5)
    for (const { weights, rules } of scored) expect(rules[0]?.weights).toEqual(weights)
  })

  test('decide otherwise by another rule and calibrated heads, with the calibration in force', () => {
    const versions = recordsOf(chosen, topics.weights)
    expect(versions.length).toBeGreaterThan(5)
    expect(digestsOf(chosen).candidates).not.toEqual(digestsOf(byDefault).candidates)
    const judged = recordsOf(chosen, topics.candidates)
    const calibratedOnes = judged.filter(({ value }) => value.weights_version > 0)
    expect(calibratedOnes.length).toBeGreaterThan(5)
    for (const { value } of calibratedOnes) {
      const inForce = versions.find((one) => one.value.version === value.weights_version)
      if (inForce === undefined) throw new Error(`version ${value.weights_version} is missing`)
      const { weights, calibration } = inForce.value
      let weight = 0
      let sum = 0
      for (const vote of value.votes) {
        const isHeard =
          vote.direction === value.direction &&
          vote.validity === 'OK' &&
          vote.probability >= 0.55 &&
          vote.confidence >= 0.55
        if (!isHeard) continue
        weight += weights[vote.head] ?? 0
        sum += (weights[vote.head] ?? 0) * calibrated(calibration[vote.head], vote.probability)
      }
      expect(value.probability).toBeCloseTo(sum / weight, 12)
    }
  })

  test('give the same digests by them, however they are cut and wherever they crash', async () => {
    const expected = digestsOf(chosen)
    for (const [partitions, batch] of [
      [1, 1_000],
      [6, 13],
    ] as const)
      expect(
        digestsOf(await runChain({ source, topology, partitions, batch, commitEvents: 500 })),
      ).toEqual(expected)
    const roundtrip = memoryLog({ topology, roundtrip: true })
    expect(digestsOf(await runChain({ source, topology, log: roundtrip }))).toEqual(expected)
    expect(await digestsThroughCrashes(source)).toEqual(expected)
  })
})

/** On lmdb, the process lost after each 150 turns, eight times, and the folder opened again. */
async function digestsThroughCrashes(source: Source): Promise<ReturnType<typeof digestsOf>> {
  const folder = mkdtempSync(join(tmpdir(), 'alphapulse-rules-'))
  let log = lmdbLog(folder, topology)
  try {
    for (let crashes = 0; ; crashes++) {
      let turns = crashes < 8 ? 150 : Number.POSITIVE_INFINITY
      const engine = chainEngine({
        source,
        topology,
        log,
        batch: 100,
        commitEvents: 500,
        onTurn: () => {
          if (turns-- === 0) throw new Error('crash')
        },
      })
      try {
        await engine.run()
        expect(crashes).toBe(8)
        return digestsOf(log)
      } catch (error) {
        if ((error as Error).message !== 'crash') throw error
        await log.close()
        log = lmdbLog(folder, topology)
      }
    }
  } finally {
    await log.close()
    rmSync(folder, { recursive: true })
  }
}
