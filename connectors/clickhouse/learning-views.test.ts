import { afterAll, beforeAll, expect, test } from 'vitest'
import { prepareSchema } from './schema.ts'
import { firstTimeMs, type TestFolder, testFolder, topicNamed } from './testing/data-folder.ts'
import { fillTables, type TestDatabase, testDatabase } from './testing/embedded.ts'
import { sampleRecord } from './testing/sample-records.ts'

interface Fields {
  readonly [field: string]: unknown
}

let folder: TestFolder
let database: TestDatabase

function write(topic: string, timeMs: number, fields: Fields): void {
  const value = { ...sampleRecord(topicNamed(topic).schema, 1), ...fields }
  folder.log.append(topicNamed(topic), 0, { key: 'key', value, timeMs })
}

function writeScores(): void {
  const { rules } = sampleRecord(topicNamed('rule-scores').schema, 1)
  const [sample] = rules as readonly Fields[]
  const score = (rule: string, outcomes: number, more: Fields) => ({
    ...sample,
    rule,
    outcomes,
    hits: 1,
    log_loss_total: 0.9 * outcomes,
    ...more,
  })
  const scored = (outcomes: number, more: Fields) =>
    write('rule-scores', firstTimeMs + outcomes, {
      outcome_id: `end-${outcomes}`,
      drives: 'outcome',
      rules: [
        score('outcome', outcomes, { regret_outcome_rule: 0 }),
        score('mixture', outcomes, { log_loss_total: 0.7 * outcomes, ...more }),
      ],
    })
  // The sums of the newest count, in whatever order they are read.
  scored(2, { hits: 1, best_head: 'HEAD_B', regret_best_head: 0.25, regret_outcome_rule: -0.4 })
  scored(1, { hits: 0, best_head: 'HEAD_A', regret_best_head: 0.5, regret_outcome_rule: -0.2 })
}

beforeAll(async () => {
  folder = testFolder(1)
  database = await testDatabase()
  await prepareSchema(database.client)
  writeScores()
  folder.log.commit([])
  await fillTables(folder.path, database.client)
})
afterAll(async () => {
  await database.remove()
  await folder.remove()
})

test('rules_compared has the newest sums of each rule, the best first', async () => {
  const [mixture, outcome, ...others] = await database.rows<Fields>('SELECT * FROM rules_compared')
  expect(others).toEqual([])
  expect(mixture).toMatchObject({
    rule: 'mixture',
    outcomes: 2,
    mean_log_loss: 0.7,
    hits: 1,
    hit_rate: 0.5,
    best_head: 'HEAD_B',
    regret_best_head: 0.25,
    regret_outcome_rule: -0.4,
    drives: 0,
    judgement: 'too few to judge',
  })
  expect(mixture?.no_prediction).toBeCloseTo(Math.LN2, 12)
  // The 95 % Wilson interval of 1 in 2.
  expect(mixture?.hit_rate_low).toBeCloseTo(0.0945, 4)
  expect(mixture?.hit_rate_high).toBeCloseTo(0.9055, 4)
  expect(outcome).toMatchObject({ rule: 'outcome', mean_log_loss: 0.9, drives: 1 })
})
