import { describe, expect, onTestFinished, test } from 'vitest'
import { haveKafka, whyNotKafka } from '../kafka/broker.ts'
import { haveRegistry, whyNotRegistry } from '../kafka/registry-server.ts'
import {
  dayMs,
  firstRows,
  haveData,
  monthFiles,
  rowsPerDay,
  whereAbsent,
} from '../replay/market-data.ts'
import { differences, disturbedRun } from './disturbed-run.ts'

const days = 2
const given = process.env.ALPHAPULSE_KAFKA_BROKERS
const whose =
  given === undefined
    ? ''
    : ' (skipped: the brokers of ALPHAPULSE_KAFKA_BROKERS are not ours to kill)'

describe.skipIf(!haveKafka || !haveRegistry || !haveData || given !== undefined)(
  `the chain over several processes${whyNotKafka}${whyNotRegistry}${whereAbsent}${whose}`,
  () => {
    test('tells the same history, whatever is done to them, their broker and their registry', async () => {
      const files = firstRows(monthFiles, days * rowsPerDay)
      onTestFinished(files.remove)
      const seed = Date.now() % 1_000_000
      const log: string[] = []
      const run = await disturbedRun({
        paths: files.paths,
        speed: (days * dayMs) / 75_000,
        partitions: 6,
        workers: 2,
        rounds: 1,
        seed,
        say: (line) => log.push(line),
      })
      const told = `seed ${seed}\n${log.join('\n')}`
      expect(run.faults, told).toEqual([])
      expect(differences(run), told).toEqual([])
      expect(run.effects.faults, told).toEqual([])
      expect(run.effects.counts.outcomes, told).toBeGreaterThan(0)
      expect(
        [...run.done.values()].reduce((sum, count) => sum + count),
        told,
      ).toBeGreaterThan(3)
    }, 400_000)
  },
)
