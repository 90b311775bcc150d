import { afterAll, beforeAll, expect, test } from 'vitest'
import { prepareSchema } from './schema.ts'
import { type TestFolder, testFolder, topicNamed } from './testing/data-folder.ts'
import { fillTables, type TestDatabase, testDatabase } from './testing/embedded.ts'
import { sampleRecord } from './testing/sample-records.ts'

const timeMs = Date.UTC(2025, 4, 20, 12)

let folder: TestFolder
let database: TestDatabase

interface Fields {
  readonly [field: string]: unknown
}

function write(topic: string, fields: Fields): void {
  const value = { ...sampleRecord(topicNamed(topic).schema, 1), ...fields }
  folder.log.append(topicNamed(topic), 0, { key: 'key', value, timeMs })
}

function refused(id: string, gate: string, value: number | null, threshold: number | null): void {
  write('rejections', { id, candidate_id: id, gate, value, threshold })
}

function ended(id: string, kind: string, netPct: number): void {
  write('outcomes', { id: `end-${id}`, candidate_id: id, kind, net_pct: netPct })
}

beforeAll(async () => {
  folder = testFolder(1)
  database = await testDatabase()
  await prepareSchema(database.client)
  for (const id of ['s1', 's2', 's3']) write('signals', { id, candidate_id: id })
  ended('s1', 'real', -1)
  refused('a', 'consensus', 0.5, 0.65)
  refused('b', 'confluence', 58, 60)
  refused('c', 'confluence', null, 60)
  refused('d', 'cool-down', 10, 15)
  refused('e', 'of-tomorrow', null, null)
  ended('b', 'shadow', 1.5)
  ended('d', 'shadow', -0.5)
  folder.log.commit([])
  await fillTables(folder.path, database.client)
})
afterAll(async () => {
  await database.remove()
  await folder.remove()
})

const rows = (query: string) => database.rows<Fields>(query)

test('opportunities has each signal and each refusal once, with what its shadow brought', async () => {
  const told = await rows(
    'SELECT candidate_id, gate, value, threshold, shadow_net_pct FROM opportunities ORDER BY candidate_id',
  )
  const signal = { gate: '', value: null, threshold: null, shadow_net_pct: null }
  expect(told).toEqual([
    { candidate_id: 'a', gate: 'consensus', value: 0.5, threshold: 0.65, shadow_net_pct: null },
    { candidate_id: 'b', gate: 'confluence', value: 58, threshold: 60, shadow_net_pct: 1.5 },
    { candidate_id: 'c', gate: 'confluence', value: null, threshold: 60, shadow_net_pct: null },
    { candidate_id: 'd', gate: 'cool-down', value: 10, threshold: 15, shadow_net_pct: -0.5 },
    { candidate_id: 'e', gate: 'of-tomorrow', value: null, threshold: null, shadow_net_pct: null },
    { candidate_id: 's1', ...signal },
    { candidate_id: 's2', ...signal },
    { candidate_id: 's3', ...signal },
  ])
})

test('funnel_by_gate says how many reach each gate in order, and what it refuses of them', async () => {
  const told = await rows(
    'SELECT stage, gate, reached, refused, shadows, shadow_net_pct FROM funnel_by_gate WHERE refused > 0',
  )
  expect(told.map((row) => Object.values(row))).toEqual([
    ['MARKET', 'consensus', 8, 1, 0, null],
    ['MARKET', 'confluence', 7, 2, 1, 1.5],
    ['DESK', 'cool-down', 5, 1, 1, -0.5],
    ['DESK', 'of-tomorrow', 4, 1, 0, null],
  ])
  const untouched = await rows(
    "SELECT gate, reached, refused_share FROM funnel_by_gate WHERE gate IN ('history', 'exposure')",
  )
  expect(untouched.map((row) => Object.values(row))).toEqual([
    ['history', 5, 0],
    ['exposure', 4, 0],
  ])
})

test('each share stands with the lower end of its interval, each mean with the word on its count', async () => {
  const [confluence] = await rows("SELECT * FROM funnel_by_gate WHERE gate = 'confluence'")
  expect(confluence).toMatchObject({ refused_share: 2 / 7, judgement: 'too few to judge' })
  // The 95 % Wilson interval of 2 in 7.
  expect(confluence?.refused_share_low).toBeCloseTo(0.0822, 4)
})
