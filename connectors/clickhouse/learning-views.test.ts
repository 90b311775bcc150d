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

function writeOutcomes(): void {
  const [sample] = sampleRecord(topicNamed('head-votes').schema, 1).votes as readonly Fields[]
  const vote = (head: string, direction: string, probability: number, more: Fields = {}) => ({
    ...sample,
    head,
    direction,
    probability,
    validity: 'OK',
    valid_until: firstTimeMs,
    ...more,
  })
  const ended = (id: string, kind: string, won: boolean, votes: readonly Fields[]) =>
    write('outcomes', firstTimeMs, {
      ...{ id, signal_id: id, kind, won, votes },
      ...{ direction: 'LONG', signal_time: firstTimeMs },
    })
  const both = (more: Fields = {}) => [
    vote('HEAD_A', 'LONG', 0.82, more),
    vote('HEAD_B', 'SHORT', 0.6, more),
  ]
  ended('won', 'real', true, [...both(), vote('HEAD_C', 'FLAT', 0.6)])
  ended('lost', 'real', false, [...both(), vote('HEAD_A', 'LONG', 1)].slice(1))
  ended('again', 'real', false, [vote('HEAD_A', 'LONG', 0.8)])
  ended('shadow', 'shadow', true, both())
  ended('expired', 'real', true, both({ valid_until: firstTimeMs - 1 }))
  ended('warming', 'real', true, both({ validity: 'WARMING' }))
}

beforeAll(async () => {
  folder = testFolder(1)
  database = await testDatabase()
  await prepareSchema(database.client)
  writeScores()
  writeOutcomes()
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

test('head_calibration has a row for each bin that a head has voted in, with its Brier score', async () => {
  const found = await database.rows<Fields>('SELECT * FROM head_calibration')
  const near = (value: number) => expect.closeTo(value, 10)
  const a = { head: 'HEAD_A', votes_of_head: 3, judgement: 'too few to judge' }
  const b = { head: 'HEAD_B', votes_of_head: 2, judgement: 'too few to judge' }
  expect(found).toMatchObject([
    {
      ...a,
      ...{ said_from: near(0.8), said_to: near(0.85), votes: 2, right: 1, share_right: 0.5 },
      ...{ mean_said: near(0.81), calibrated: near((1 + 16.2) / 22) },
      brier_score: near((0.18 * 0.18 + 1 + 0.64) / 3),
    },
    { ...a, said_from: near(0.95), said_to: near(1), votes: 1, right: 0, share_right_low: 0 },
    {
      ...b,
      ...{ said_from: near(0.6), votes: 2, right: 1, mean_said: near(0.6) },
      brier_score: near((0.36 + 0.16) / 2),
    },
  ])
})
